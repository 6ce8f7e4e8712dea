import { sessionPrefix } from '../core/access/sessions/session.ts'

/** The prefix restricts the cookie to this host and to TLS; scripts cannot read it. */
export const cookieName = '__Host-muster'

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'

export const setCookie = (secret: string, maxAge: number): string =>
  `${cookieName}=${secret}; ${attributes}; Max-Age=${maxAge}`
export const clearCookie = `${cookieName}=; ${attributes}; Max-Age=0`

/**
 * The secret of the session cookie; undefined if it is absent, ambiguous because it occurs twice, or no session's. API keys
 * are not accepted in the cookie.
 */
export const readCookie = (header: string | undefined): string | undefined => {
  const start = `${cookieName}=`
  const [first, ...rest] = (header ?? '').split(';').flatMap((part) => {
    const cookie = part.trim()
    return cookie.startsWith(start) ? [cookie.slice(start.length)] : []
  })
  return rest.length === 0 && first?.startsWith(sessionPrefix) ? first : undefined
}

/** Browsers send this header across origins only if the server allows it, and never with forms (CSRF protection). */
export const requestHeader = 'x-muster-request'
