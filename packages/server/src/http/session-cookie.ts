import type { IncomingHttpHeaders } from 'node:http'
import { sessionPrefix } from '../core/access/sessions/session.ts'
import type { Caller, KnownCaller } from '../core/kernel/caller.ts'
import { domainError } from '../core/kernel/domain-error.ts'

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

/** A page names its user with it: the tabs of a browser share the cookie, and another tab may replace it. */
const userHeader = 'x-muster-user'

/** The caller of a cookie. Rejects a request whose page shows another user. */
export const callerOfPage = (caller: KnownCaller, { [userHeader]: user }: IncomingHttpHeaders): Caller => {
  if (user === undefined || caller.userId === user)
    return { ...caller, chain: { ...caller.chain, isInBrowser: true } }
  throw domainError(
    'failed_precondition',
    'session_of_another_user',
    'The session cookie belongs to another user than the header X-Muster-User names: another user has signed in with this browser.',
  )
}
