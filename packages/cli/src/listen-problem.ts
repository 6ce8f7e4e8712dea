import type { Config } from '@muster/server/config/settings-table.ts'

/** Why the server cannot listen, and which setting changes it; undefined for any other failure. */
export const listenProblem = (
  error: unknown,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Error | undefined => {
  switch ((error as { code?: string }).code) {
    case 'EADDRINUSE':
      return new Error(
        `Another program already listens on ${host}, port ${port}. Choose another port, as in MUSTER_PORT=5001 npm start, or stop that program. (On macOS, AirPlay Receiver uses port 5000.)`,
      )
    case 'EACCES':
      return new Error(
        `This user may not listen on port ${port}. Choose a port from 1024 up with MUSTER_PORT, or grant the right to bind lower ones.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(
        `${host} is no address of this machine. Set MUSTER_HOST to one of its addresses, or to 0.0.0.0 for all of them.`,
      )
    default:
      return undefined
  }
}
