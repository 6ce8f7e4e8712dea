import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { domainError } from '../core/kernel/domain-error.ts'
import type {
  Outbound,
  OutboundAnswer,
  OutboundAsk,
  OutboundFailure,
} from '../core/kernel/outbound/outbound.ts'
import { addressRules } from './addresses.ts'
import { readUrl } from './read-url.ts'
import { makeResolveHost, type ResolveHost } from './resolve-host.ts'

export type OutboundOptions = {
  /** Networks that may be called although they are not public, as in `10.0.0.0/8`. */
  readonly allowedNetworks: readonly string[]
  readonly allowHttp: boolean
  /** Resolves all addresses of a host; tests replace it. */
  readonly resolve?: ResolveHost
  /** Timeout of a name resolution in milliseconds. */
  readonly lookupTimeout?: number
}

/** The name resolves to an address that must not be called. */
class AddressRejected extends Error {
  readonly code = 'ADDRESS_REFUSED'
}

const unknownName = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'])

const addressRejected = 'The host resolves to an address that this server may not call.'

const failed = (failure: OutboundFailure, why: string): OutboundAnswer => ({ kind: 'failed', failure, why })

/** A fixed one-line message without content from the peer. */
const failureOf = (error: NodeJS.ErrnoException): OutboundAnswer => {
  const { code } = error
  if (error instanceof AddressRejected) return failed('address_refused', addressRejected)
  if (code === 'ETIMEOUT') return failed('timeout', 'The name resolution of the host timed out.')
  if (code !== undefined && unknownName.has(code)) return failed('name_unknown', 'The host does not exist.')
  return failed('connection', `The connection failed${code === undefined ? '' : ` (${code})`}.`)
}

/** Rejects with the code of a DNS timeout if the promise takes longer. */
const inTime = async <T>(work: Promise<T>, limit: number): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const clock = setTimeout(
    () => reject(Object.assign(new Error('The name resolution timed out.'), { code: 'ETIMEOUT' })),
    limit,
  )
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(clock)
  }
}

/** Reads up to the limit and then closes the connection. */
const readBody = async (message: IncomingMessage, maxBytes: number) => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return { body: new Uint8Array(Buffer.concat(chunks).subarray(0, maxBytes)), cut: size > maxBytes }
}

/**
 * Resolves a host to addresses that may be called. All of them must be allowed, because the connection can use any of
 * them. Rejects with the code `ADDRESS_REFUSED` otherwise.
 */
export const makeResolveAllowed =
  ({
    mayCall,
    resolve = makeResolveHost(),
    lookupTimeout = 2000,
  }: Pick<OutboundOptions, 'resolve' | 'lookupTimeout'> & {
    readonly mayCall: (address: string) => boolean
  }): ResolveHost =>
  async (host) => {
    const numeric = isIP(host)
    const found =
      numeric === 0 ? await inTime(resolve(host), lookupTimeout) : [{ address: host, family: numeric }]
    if (found.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' })
    if (!found.every(({ address }) => mayCall(address))) throw new AddressRejected()
    return found
  }

/**
 * Calls other servers (T68). The addresses that were checked are used for the connection, which prevents DNS
 * rebinding. Every request has a new connection; redirects are not followed; proxies in the environment are ignored.
 */
export const makeOutbound = ({
  allowedNetworks,
  allowHttp,
  resolve = makeResolveHost(),
  lookupTimeout = 2000,
}: OutboundOptions): Outbound => {
  const mayCall = addressRules(allowedNetworks)
  const judged = makeResolveAllowed({ mayCall, resolve, lookupTimeout })
  const rules = { allowHttp, mayCall, mayNameInside: allowedNetworks.length > 0 }
  // Separate agents, because the global ones can have a proxy.
  const agents = {
    'http:': new HttpAgent({ keepAlive: false }),
    'https:': new HttpsAgent({ keepAlive: false }),
  }

  const lookup: LookupFunction = (host, { all }, answer) => {
    judged(host).then(
      (found) => {
        const [first] = found
        if (all) answer(null, [...found])
        else answer(null, first?.address ?? '', first?.family ?? 4)
      },
      (error) => answer(error, ''),
    )
  }

  const ask = (url: URL, { method, headers, body }: OutboundAsk, signal: AbortSignal) =>
    new Promise<IncomingMessage>((answered, reject) => {
      const secure = url.protocol === 'https:'
      const options: RequestOptions = {
        method,
        headers: { 'user-agent': 'Muster', ...headers },
        agent: agents[secure ? 'https:' : 'http:'],
        lookup,
        signal,
        ...(secure ? { rejectUnauthorized: true } : {}),
      }
      const request = (secure ? httpsRequest : httpRequest)(url, options, answered)
      request.on('error', reject)
      // Protocol upgrades are not supported.
      request.on('upgrade', (_message, socket) => socket.destroy(new Error('upgrade')))
      request.end(body)
    })

  return {
    async check(text) {
      const found = readUrl(text, rules)
      const urlError = (code: 'url_invalid' | 'url_refused', why: string) =>
        domainError('invalid', code, `The url ${why}.`, { field: 'url' })
      if ('wrong' in found) throw urlError(found.wrong, found.why)
      if (found.address === undefined)
        await judged(found.host).catch((error) => {
          if (error instanceof AddressRejected)
            throw urlError('url_refused', 'resolves to an address that this server may not call')
        })
      return found.url.href
    },
    async send(input) {
      const found = readUrl(input.url, rules)
      if ('wrong' in found)
        return failed(
          'address_refused',
          found.wrong === 'url_refused' ? addressRejected : `The url ${found.why}.`,
        )
      const limit = AbortSignal.timeout(input.timeout)
      const signal = input.signal ? AbortSignal.any([limit, input.signal]) : limit
      let message: IncomingMessage | undefined
      try {
        message = await ask(found.url, input, signal)
        const { statusCode: status = 0, headers } = message
        return { kind: 'answered', status, headers, ...(await readBody(message, input.maxBytes)) }
      } catch (error) {
        if (input.signal?.aborted) return failed('stopped', 'The server stopped.')
        if (limit.aborted) return failed('timeout', `No response within ${input.timeout} ms.`)
        return failureOf(error as NodeJS.ErrnoException)
      } finally {
        message?.destroy()
      }
    },
  }
}
