import type { RequestContext } from '../../http/api.ts'

type Request = Pick<RequestContext, 'base' | 'header'>

/** Seconds. */
const lifetime = 600

const isSecure = ({ base }: Pick<Request, 'base'>): boolean => /^https:/i.test(base)

/** Browsers accept the prefix over TLS only; it keeps other hosts of the domain from setting the cookie. */
const nameOf = (request: Pick<Request, 'base'>): string =>
  isSecure(request) ? '__Host-muster_sso' : 'muster_sso'

/** The header that sets the cookie, or removes it. */
export const ssoCookie = (sealed: string | undefined, request: Pick<Request, 'base'>): string =>
  [
    `${nameOf(request)}=${sealed === undefined ? '' : encodeURIComponent(sealed)}`,
    'Path=/',
    `Max-Age=${sealed === undefined ? 0 : lifetime}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure(request) ? ['Secure'] : []),
  ].join('; ')

export const ssoCookieOf = (request: Request): string | undefined => {
  const start = `${nameOf(request)}=`
  const found = request
    .header('cookie')
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(start))
  try {
    return found === undefined ? undefined : decodeURIComponent(found.slice(start.length))
  } catch {
    return undefined
  }
}
