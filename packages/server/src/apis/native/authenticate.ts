import type { FastifyRequest } from 'fastify'
import { apiKeyPrefix } from '../../core/access/api-keys/api-key.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import { sessionPrefix } from '../../core/access/sessions/session.ts'
import { anonymous, type Caller } from '../../core/kernel/caller.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import type { RequestContext } from '../../http/api.ts'

/** Browsers send it back to this host alone, over TLS alone, and never to scripts. */
export const cookieName = '__Host-muster'

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'

export const setCookie = (secret: string, maxAge: number): string =>
  `${cookieName}=${secret}; ${attributes}; Max-Age=${maxAge}`
const clearCookie = `${cookieName}=; ${attributes}; Max-Age=0`

/** The value of our cookie; nothing where it is not there, or there twice and so of unclear origin. */
const readCookie = (header: string | undefined): string | undefined => {
  const start = `${cookieName}=`
  const [first, ...rest] = (header ?? '').split(';').flatMap((part) => {
    const cookie = part.trim()
    return cookie.startsWith(start) ? [cookie.slice(start.length)] : []
  })
  return rest.length > 0 || first === '' ? undefined : first
}

/** A browser that showed the cookie is told to drop it. */
export const forgetCookie = ({ header }: Pick<RequestContext, 'header'>) =>
  readCookie(header('cookie')) === undefined ? {} : { headers: { 'set-cookie': clearCookie } }

/** Browsers send this header across origins only where a server has allowed it, and forms never do. */
export const requestHeader = 'x-muster-request'

export const headerMissing = () =>
  domainError(
    'failed_precondition',
    'request_header_missing',
    'Whoever shows or asks for a cookie sends the header X-Muster-Request: 1.',
  )

const invalid = (thrown: unknown, secret: string): never => {
  if (!isDomainError(thrown, 'unauthenticated')) throw thrown
  throw secret.startsWith(apiKeyPrefix)
    ? domainError('unauthenticated', 'api_key_invalid', 'The API key is not valid, or has ended.')
    : domainError('unauthenticated', 'session_invalid', 'The session is not valid, or is over.')
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Who asks: `Authorization: Bearer …`, the secret of a session or of an API key, which must then hold on every
 * route, or the cookie. A cookie that is over counts as none, since a browser cannot leave it away, not even to
 * sign in again.
 */
export const authenticate =
  (bearer: BearerReader) =>
  ({ headers, method }: FastifyRequest): Caller | Promise<Caller> => {
    const { authorization, cookie } = headers
    if (authorization !== undefined)
      return orElse(
        () => bearer.ofHeader(authorization),
        (thrown) => invalid(thrown, authorization.slice('bearer '.length).trim()),
      )
    const secret = readCookie(cookie)
    // Keys are for programs: a browser keeps none for us.
    if (!secret?.startsWith(sessionPrefix)) return anonymous
    if (!safe.has(method) && !headers[requestHeader]) throw headerMissing()
    return orElse(
      () => bearer.find(secret),
      (thrown) => {
        if (isDomainError(thrown, 'unauthenticated')) return anonymous
        throw thrown
      },
    )
  }

/** Whether it fails at once or later. */
const orElse = (
  find: () => Caller | Promise<Caller>,
  otherwise: (thrown: unknown) => Caller,
): Caller | Promise<Caller> => {
  try {
    const found = find()
    return found instanceof Promise ? found.catch(otherwise) : found
  } catch (thrown) {
    return otherwise(thrown)
  }
}
