import type {
  Authorization,
  CallOptions,
  Transport,
  TransportRequest,
  TransportResponse,
} from '../transport/transport.ts'
import { readBody } from './api.ts'
import type { AuthMethod, Scope } from './auth-options.ts'
import { authBody, methodsOf, scopeToWire, secretOf } from './auth-request.ts'
import type { CatalogService } from './catalog.ts'
import type { MissingAuthMethods } from './errors.ts'
import { asText } from './fields.ts'
import { type TokenDetails, tokenFromWire } from './token.ts'

export type Token = {
  readonly id: string
  readonly details: TokenDetails
  /** The time on this machine's clock from which a new token is fetched. */
  readonly renewAt: number
}

export type Authenticator = {
  /** The current token; fetches one first if there is none or it expires soon. */
  readonly current: (options?: CallOptions) => Promise<Token>
  /** Fetches a new token. */
  readonly authenticate: (options?: CallOptions) => Promise<Token>
  readonly continueWith: (
    error: MissingAuthMethods,
    auth: AuthMethod | readonly AuthMethod[],
    options?: CallOptions,
  ) => Promise<Token>
  /** Revokes the token. */
  readonly revoke: (options?: CallOptions) => Promise<void>
  /** The secret that authenticates requests: the token, or that of an API key. */
  readonly credential: (options?: CallOptions) => Promise<string>
  /** The catalog of the token; empty for an API key. */
  readonly catalog: (options?: CallOptions) => Promise<readonly CatalogService[]>
  readonly authorization: Authorization
}

const path = '/auth/tokens'

/** A passcode is valid once, and a token cannot renew itself: only a function can fetch the next one. */
const isRenewable = (method: AuthMethod): boolean => {
  if (method.type === 'token') return typeof method.token === 'function'
  return method.type !== 'totp' || typeof method.passcode === 'function'
}

/** Waits for a shared promise until the signal of one caller aborts. */
const withSignal = <T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  signal === undefined
    ? shared
    : new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason)
        if (signal.aborted) abort()
        signal.addEventListener('abort', abort, { once: true })
        shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
      })

/** Renewed 30 seconds before the end, or in the last tenth of a shorter life. The clock of the server does not matter. */
const renewalTime = ({ issuedAt, expiresAt }: TokenDetails): number => {
  const lifetime = expiresAt.getTime() - issuedAt.getTime()
  return Date.now() + lifetime - Math.min(30_000, lifetime / 10)
}

const tokenOf = (response: TransportResponse, method: 'GET' | 'POST', header: string | null): Token =>
  readBody({ method, path }, response, (body) => {
    const details = tokenFromWire(body)
    return { id: asText(header, 'X-Subject-Token'), details, renewAt: renewalTime(details) }
  })

/** Holds the token of a connection. `identity` is the transport to Identity v3 of the auth address. */
export const makeAuthenticator = (
  auth: AuthMethod | readonly AuthMethod[],
  scope: Scope | undefined,
  identity: () => Promise<Transport>,
): Authenticator => {
  const methods = methodsOf(auth)
  scopeToWire(scope)
  const [only] = methods
  let token: Token | undefined
  let pending: Promise<Token> | undefined

  /** Repeating the request of a passcode or of a trust with limited uses could fail or consume a second use. */
  const send = async (request: Omit<TransportRequest, 'path'>) =>
    (await identity()).send({ path, authenticated: false, ...request })

  const post = async (
    used: readonly AuthMethod[],
    receipt?: MissingAuthMethods,
    options: CallOptions = {},
  ): Promise<Token> => {
    const user = receipt?.userId === undefined ? undefined : { id: receipt.userId }
    const json = await authBody(used, scope, user)
    const hasTrust = typeof scope === 'object' && 'trust' in scope
    const response = await send({
      method: 'POST',
      json,
      idempotent: !hasTrust && !used.some(({ type }) => type === 'totp'),
      headers: { 'openstack-auth-receipt': receipt?.receipt },
      ...options,
    })
    return tokenOf(response, 'POST', response.headers.get('x-subject-token'))
  }

  /** A token without a scope is used as it is: tokens of trusts and application credentials cannot be exchanged. */
  const adopt = async (id: string): Promise<Token> => {
    const headers = {
      'x-auth-token': id,
      'x-subject-token': id,
      'openstack-identity-access-rules': '1.0',
    }
    const response = await send({ method: 'GET', headers })
    return tokenOf(response, 'GET', id)
  }

  const fetchToken = async (): Promise<Token> => {
    if (methods.length === 1 && only?.type === 'token' && scope === undefined)
      return adopt(await secretOf(only.token, 'token'))
    return post(methods)
  }

  /** Callers in parallel share one authentication, so it does not end with the signal of one of them. */
  const share = (): Promise<Token> => {
    if (pending) return pending
    const started = fetchToken()
      .then((fetched) => {
        token = fetched
        return fetched
      })
      .finally(() => {
        pending = undefined
      })
    // Every caller may have stopped waiting.
    started.catch(() => {})
    pending = started
    return started
  }

  const current = async ({ signal }: CallOptions = {}): Promise<Token> => {
    const isUsable = token && (Date.now() < token.renewAt || !methods.every(isRenewable))
    return token && isUsable ? token : withSignal(share(), signal)
  }

  const credential = async (options?: CallOptions) => (await current(options)).id

  return {
    current,
    credential,
    catalog: async (options) => (await current(options)).details.catalog,
    authenticate: async ({ signal } = {}) => withSignal(share(), signal),
    async continueWith(error, next, options) {
      token = await post(methodsOf(next), error, options)
      return token
    },
    async revoke(options = {}) {
      if (token === undefined) return
      const { id } = token
      const headers = { 'x-auth-token': id, 'x-subject-token': id }
      await send({ method: 'DELETE', headers, ...options })
      token = undefined
    },
    authorization: {
      headers: async (options) => ({ 'x-auth-token': await credential(options) }),
      async renew({ signal }, rejected) {
        if (token && token.id !== rejected['x-auth-token']) return true
        if (!methods.every(isRenewable)) return false
        token = undefined
        await withSignal(share(), signal)
        return true
      },
    },
  }
}
