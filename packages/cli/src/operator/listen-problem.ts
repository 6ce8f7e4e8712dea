import type { Config } from '@muster/server/config/settings-table.ts'

/** Why the server cannot listen and which setting to change; undefined for any other error. */
export const listenProblem = (
  error: unknown,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Error | undefined => {
  switch ((error as { code?: string }).code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} on ${host} is already in use. Choose another port, as in MUSTER_PORT=5001 npm start, or stop the program that uses it. (On macOS, AirPlay Receiver uses port 5000.)`,
      )
    case 'EACCES':
      return new Error(
        `This user may not listen on port ${port}. Set MUSTER_PORT to a port from 1024 up, or grant the right to bind lower ports.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(
        `${host} is not an address of this machine. Set MUSTER_HOST to one of its addresses, or to 0.0.0.0 for all of them.`,
      )
    default:
      return undefined
  }
}
