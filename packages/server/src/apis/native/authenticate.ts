import type { FastifyRequest } from 'fastify'
import { apiKeyPrefix } from '../../core/access/api-keys/api-key.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import { anonymous, type Caller } from '../../core/kernel/caller.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import type { RequestContext } from '../../http/api.ts'
import { callerOfHeader } from '../../http/bearer-header.ts'
import { callerOfPage, clearCookie, readCookie, requestHeader } from '../../http/session-cookie.ts'

/** Clears the cookie if the browser sent it. */
export const dropCookie = ({ header }: Pick<RequestContext, 'header'>) =>
  readCookie(header('cookie')) === undefined ? {} : { headers: { 'set-cookie': clearCookie } }

export const headerMissing = () =>
  domainError(
    'failed_precondition',
    'request_header_missing',
    'Requests with a session cookie must send the header X-Muster-Request: 1.',
  )

const invalid = (thrown: unknown, secret: string): never => {
  if (!isDomainError(thrown, 'unauthenticated')) throw thrown
  throw secret.startsWith(apiKeyPrefix)
    ? domainError(
        'unauthenticated',
        'api_key_invalid',
        'The API key is not valid, has expired or was revoked.',
      )
    : domainError(
        'unauthenticated',
        'session_invalid',
        'The session is not valid, has expired or was closed.',
      )
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Authenticates by `Authorization: Bearer …` with the secret of a session or an API key, which must be valid on every
 * route, or by the cookie. An invalid cookie counts as none, because a browser cannot omit it even to sign in again. A
 * cookie of another user than the page names is rejected on every route.
 */
export const authenticate =
  (bearer: BearerReader) =>
  ({ headers, method }: FastifyRequest): Caller | Promise<Caller> => {
    const { authorization, cookie } = headers
    if (authorization !== undefined)
      return orElse(
        () => callerOfHeader(bearer, authorization),
        (thrown) => invalid(thrown, authorization.slice('bearer '.length).trim()),
      )
    const secret = readCookie(cookie)
    if (secret === undefined) return anonymous
    if (!safe.has(method) && !headers[requestHeader]) throw headerMissing()
    return orElse(
      () => {
        const found = bearer.find(secret)
        return found instanceof Promise
          ? found.then((caller) => callerOfPage(caller, headers))
          : callerOfPage(found, headers)
      },
      (thrown) => {
        if (isDomainError(thrown, 'unauthenticated')) return anonymous
        throw thrown
      },
    )
  }

/** Handles synchronous and asynchronous failures of `find`. */
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
