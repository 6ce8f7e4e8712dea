import type { FastifyRequest } from 'fastify'
import { anonymous, type Caller } from '../../core/caller.ts'
import { isRefusal, refuse } from '../../core/refusal.ts'
import type { SessionReader } from '../../core/sessions/session-reader.ts'

/** Browsers send it back to this host alone, over TLS alone, and never to scripts. */
export const cookieName = '__Host-muster'

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'

export const setCookie = (secret: string, maxAge: number): string =>
  `${cookieName}=${secret}; ${attributes}; Max-Age=${maxAge}`
export const clearCookie = `${cookieName}=; ${attributes}; Max-Age=0`

/** The value of our cookie; nothing where it is not there, or there twice and so of unclear origin. */
export const readCookie = (header: string | undefined): string | undefined => {
  const start = `${cookieName}=`
  const [first, ...rest] = (header ?? '').split(';').flatMap((part) => {
    const cookie = part.trim()
    return cookie.startsWith(start) ? [cookie.slice(start.length)] : []
  })
  return rest.length > 0 || first === '' ? undefined : first
}

/** Browsers send this header across origins only where a server has allowed it, and forms never do. */
export const requestHeader = 'x-muster-request'

export const headerMissing = () =>
  refuse(
    'barred',
    'request_header_missing',
    'Whoever shows or asks for a cookie sends the header X-Muster-Request: 1.',
  )

const invalid = () => refuse('unauthenticated', 'session_invalid', 'The session is not valid, or is over.')

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Who asks: `Authorization: Bearer …`, which must then hold on every route, or the cookie. A cookie that is
 * over counts as none, since a browser cannot leave it away, not even to sign in again.
 */
export const authenticate =
  (sessions: SessionReader) =>
  (request: FastifyRequest): Caller | Promise<Caller> => {
    const { authorization, cookie } = request.headers
    if (authorization !== undefined) {
      const secret = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
      if (secret === undefined) throw invalid()
      return find(sessions, secret, () => {
        throw invalid()
      })
    }
    const secret = readCookie(cookie)
    if (secret === undefined) return anonymous
    if (!safe.has(request.method) && !request.headers[requestHeader]) throw headerMissing()
    return find(sessions, secret, () => anonymous)
  }

const find = (sessions: SessionReader, secret: string, otherwise: () => Caller): Caller | Promise<Caller> =>
  sessions.peek(secret) ??
  sessions.read(secret).catch((thrown) => {
    if (isRefusal(thrown, 'unauthenticated')) return otherwise()
    throw thrown
  })
