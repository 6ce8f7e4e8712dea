import { connect, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { LdapUrl } from './ldap-url.ts'

/** Resolves a host to addresses that this server may call; rejects otherwise. */
export type ResolveAllowed = (host: string) => Promise<readonly { readonly address: string }[]>

/** The most bytes of the responses to one request. */
const mostBytes = 32 * 1024 * 1024

/** Counts the bytes of one request, and ends the connection of a server that sends too many. */
export type ByteLimit = { readonly begin: () => void; readonly watch: (socket: Socket) => void }

export const makeByteLimit = (): ByteLimit => {
  let received = 0
  return {
    begin() {
      received = 0
    },
    watch(socket) {
      socket.on('data', (data: Buffer) => {
        received += data.length
        if (received > mostBytes) socket.destroy(new Error('the response is too large'))
      })
    },
  }
}

/** The certificate of a server is checked against the name in its URL, not against the address. */
export const tlsOptions = (
  { host }: LdapUrl,
  tls: { readonly ca: readonly string[] | undefined; readonly isRequired: boolean },
): ConnectionOptions => ({
  ...(isIP(host) === 0 ? { servername: host } : { host }),
  ...(tls.ca ? { ca: [...tls.ca] } : {}),
  rejectUnauthorized: tls.isRequired,
  minVersion: 'TLSv1.2',
})

const closesOnFailure = (socket: Socket, timeout: number): Promise<Socket> => {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const timer = setTimeout(() => socket.destroy(new Error('the connection timed out')), timeout)
  const event = 'encrypted' in socket ? 'secureConnect' : 'connect'
  socket.once(event, () => {
    clearTimeout(timer)
    socket.removeAllListeners('error')
    socket.removeAllListeners('close')
    resolve(socket)
  })
  socket.once('error', (error) => {
    clearTimeout(timer)
    reject(error)
  })
  socket.once('close', () => {
    clearTimeout(timer)
    reject(new Error('the connection was closed'))
  })
  return promise
}

/**
 * Connects to an address that was checked, so that the name cannot resolve to another one in between. With `ldaps://`, the
 * TLS handshake is complete.
 */
export const openSocket = async (
  url: LdapUrl,
  parts: {
    readonly resolve: ResolveAllowed
    readonly timeout: number
    readonly tls: ConnectionOptions
  },
): Promise<Socket> => {
  const [first] = await parts.resolve(url.host)
  if (!first) throw new Error('the host has no address')
  const to = { host: first.address, port: url.port }
  return closesOnFailure(url.secure ? connectTls({ ...parts.tls, ...to }) : connect(to), parts.timeout)
}
