import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { Client } from 'ldapts'
import type { LdapOptions } from './ldap-options.ts'
import { makeByteLimit, openSocket, type ResolveAllowed, tlsOptions } from './ldap-socket.ts'
import type { LdapUrl } from './ldap-url.ts'

export type LdapConnection = {
  readonly client: Client
  /** Call it before each request: its responses may have so many bytes again. */
  readonly beginRequest: () => void
  readonly isOpen: () => boolean
  close(): void
}

/** Files of a folder that are read as certificates, and the bytes of each. */
const mostFiles = 200
const mostBytes = 1024 * 1024

/** The path is input of a client of the API: no devices, pipes or large files. */
const readCertificates = (path: string): string => {
  const file = statSync(path)
  if (!file.isFile() || file.size === 0 || file.size > mostBytes)
    throw new Error('the file with certificates is not usable')
  return readFileSync(path, 'utf8')
}

/** The certificates of the authorities. Undefined: those that Node.js trusts. */
const authorities = ({ caFile, caFolder }: LdapOptions['tls']): readonly string[] | undefined => {
  if (caFile !== undefined) return [readCertificates(caFile)]
  if (caFolder === undefined) return undefined
  return readdirSync(caFolder)
    .filter((name) => /\.(pem|crt|0)$/.test(name))
    .slice(0, mostFiles)
    .map((name) => readCertificates(join(caFolder, name)))
}

/** One connection to one server, encrypted as the options require, and not yet bound. */
const connectTo = async (
  url: LdapUrl,
  options: LdapOptions,
  resolve: ResolveAllowed,
): Promise<LdapConnection> => {
  const { timeout } = options
  const secured = url.secure || options.tls.start
  const tls = secured
    ? tlsOptions(url, { ca: authorities(options.tls), isRequired: options.tls.isRequired })
    : {}
  const limit = makeByteLimit()
  const socket = await openSocket(url, { resolve, timeout, tls })
  limit.watch(socket)
  const client = new Client({
    // The socket is connected, so that the client uses neither this address nor TLS of its own.
    url: 'ldap://connected',
    timeout,
    connectTimeout: timeout,
    createConnection: () => socket,
    createSecureConnection: ((secure: typeof tls) => {
      const encrypted = connectTls(secure)
      limit.watch(encrypted)
      return encrypted
    }) as typeof connectTls,
  })
  if (!url.secure && options.tls.start) {
    // The client limits the time of the response, but not that of the handshake.
    const timer = setTimeout(() => socket.destroy(new Error('the TLS handshake timed out')), timeout)
    try {
      await client.startTLS({ ...tls })
    } catch (error) {
      socket.destroy()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    client,
    beginRequest: limit.begin,
    isOpen: () => !socket.destroyed,
    close: () => socket.destroy(),
  }
}

/** Connects to the first server that responds. */
export const openConnection = async (
  options: LdapOptions,
  resolve: ResolveAllowed,
): Promise<LdapConnection> => {
  let failure: unknown = new Error('no server is configured')
  for (const url of options.urls) {
    try {
      return await connectTo(url, options, resolve)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
