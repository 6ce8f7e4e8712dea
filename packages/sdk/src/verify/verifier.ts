import { ApiError, ArgumentError, ClientError } from '../transport/errors.ts'
import { type CallOptions, type ClientOptions, makeTransport } from '../transport/transport.ts'
import { fromIntrospection, fromToken, type Verified } from './verified.ts'

export interface VerifierOptions extends ClientOptions {
  /** The address of the server, such as `https://muster.example.com`. */
  readonly url: string
  /** The secret of an API key whose user may introspect: an administrator, a manager of the domain, or the role `service`. */
  readonly apiKey: string
  /**
   * Seconds that a result is used again: a revoked secret is rejected at the latest after this time. Default: 30. 0 asks
   * the server every time.
   */
  readonly maxAge?: number | undefined
  /** The number of valid secrets in memory, and that of invalid ones; default: 10,000. */
  readonly maxEntries?: number | undefined
  /** Unix milliseconds; default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

export type Verifier = {
  /**
   * The holder of a secret, or undefined for an invalid one. Throws `ApiError` when the key of the verifier is rejected,
   * `ConnectionError` when the server cannot be reached, and `ClientError` when 1,000 calls
   * are running: reject the request then (503).
   */
  readonly verify: (secret: string, options?: SharedCallOptions) => Promise<Verified | undefined>
  /** The result in memory, without waiting. `found` is false when the server must be asked. */
  readonly peek: (secret: string) => { readonly found: boolean; readonly verified: Verified | undefined }
  /** Removes a secret from memory, for example when a webhook reports `session.closed`. */
  readonly evict: (secret: string) => void
}

/** Without a signal: one caller must not cancel the call of the others. */
export type SharedCallOptions = Pick<CallOptions, 'timeout' | 'retries'>

type Entry = { readonly verified: Verified | undefined; readonly until: number }

/** Characters; longer secrets are invalid. */
const longestSecret = 16_384
/** Seconds that an invalid secret stays in memory, so that a client that repeats it costs nothing. */
const invalidAge = 5
/** Calls at once, so that a flood of secrets does not become a flood of requests. */
const mostCalls = 1000
const unknown = { found: false, verified: undefined } as const

/**
 * Verifies sessions and API keys by introspection (RFC 7662), and tokens of Identity v3 by `GET /v3/auth/tokens`, and
 * keeps the results for `maxAge`. Requests for the same secret share one call.
 *
 * @example
 * const verifier = makeVerifier({ url: 'https://muster.example.com', apiKey })
 * const holder = await verifier.verify(secret)
 */
export const makeVerifier = ({
  url,
  apiKey,
  maxAge = 30,
  maxEntries = 10_000,
  now = Date.now,
  ...options
}: VerifierOptions): Verifier => {
  if (!(maxAge >= 0)) throw new ArgumentError('maxAge', 'must not be negative')
  if (!(maxEntries >= 1)) throw new ArgumentError('maxEntries', 'must be at least 1')
  const transport = makeTransport({
    ...options,
    baseUrl: url,
    toError: (response) =>
      new ApiError(response, `The server cannot verify secrets: status ${response.status}.`),
  })
  // Apart, so that a flood of invalid secrets cannot displace the valid ones.
  const valid = new Map<string, Entry>()
  const invalid = new Map<string, Entry>()
  const calls = new Map<string, Promise<Verified | undefined>>()

  const introspect = async (token: string, call: SharedCallOptions): Promise<Verified | undefined> => {
    const { body } = await transport.send({
      method: 'POST',
      path: '/api/v1/introspect',
      form: { token },
      headers: { authorization: `Bearer ${apiKey}` },
      idempotent: true,
      ...call,
    })
    return fromIntrospection(body)
  }

  /** A token may validate itself. */
  const validate = async (token: string, call: SharedCallOptions): Promise<Verified | undefined> => {
    const { status, body } = await transport.send({
      method: 'GET',
      path: '/v3/auth/tokens',
      query: { nocatalog: '' },
      headers: { 'x-auth-token': token, 'x-subject-token': token },
      accept: [401, 404],
      ...call,
    })
    return status === 200 ? fromToken(body) : undefined
  }

  const store = (secret: string, verified: Verified | undefined, asked: number): void => {
    const age = verified ? maxAge : Math.min(maxAge, invalidAge)
    const until = Math.min(asked + age * 1000, (verified?.expiresAt ?? Number.POSITIVE_INFINITY) * 1000)
    const entries = verified ? valid : invalid
    valid.delete(secret)
    invalid.delete(secret)
    if (until <= asked) return
    entries.set(secret, { verified, until })
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break
      entries.delete(oldest)
    }
  }

  const peek: Verifier['peek'] = (secret) => {
    const entry = valid.get(secret) ?? invalid.get(secret)
    return entry && entry.until > now() ? { found: true, verified: entry.verified } : unknown
  }

  return {
    peek,
    evict: (secret) => {
      valid.delete(secret)
      invalid.delete(secret)
      // A call that is under way must not store its result.
      calls.delete(secret)
    },
    async verify(secret, call = {}) {
      if (secret.length > longestSecret || !/^[\x21-\x7e]+$/.test(secret)) return undefined
      const { found, verified } = peek(secret)
      if (found) return verified
      const underWay = calls.get(secret)
      if (underWay) return underWay
      if (calls.size >= mostCalls)
        throw new ClientError('Too many secrets are being verified. Try again later.')
      // The age counts from the request, so that a slow response is not trusted for longer.
      const asked = now()
      const result = (/^mst_[sk]_/.test(secret) ? introspect : validate)(secret, call)
      calls.set(secret, result)
      try {
        const holder = await result
        if (calls.get(secret) === result) store(secret, holder, asked)
        return holder
      } finally {
        if (calls.get(secret) === result) calls.delete(secret)
      }
    },
  }
}
