import { isIP } from 'node:net'
import { isLongerThan } from '../core/kernel/text.ts'

/** The destination of a request; `address` is set if the host is a numeric address. */
export type Destination = { readonly url: URL; readonly host: string; readonly address: string | undefined }

export type UrlRules = {
  readonly allowHttp: boolean
  readonly mayCall: (address: string) => boolean
  /** Whether local names are allowed; their addresses are checked in any case. */
  readonly mayNameInside: boolean
}

const maxLength = 2048
/** Names that are only valid locally (RFC 6761, RFC 6762, RFC 9476). */
const inside = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/

/**
 * Parses a URL with the WHATWG algorithm, which normalizes every spelling of a numeric address, and checks the result.
 * Otherwise returns the reason: `url_invalid` for an invalid URL, `url_refused` for one that must not be called.
 */
export const readUrl = (
  text: string,
  { allowHttp, mayCall, mayNameInside }: UrlRules,
): Destination | { readonly wrong: 'url_invalid' | 'url_refused'; readonly why: string } => {
  const invalid = (why: string) => ({ wrong: 'url_invalid', why }) as const
  if (isLongerThan(text, maxLength)) return invalid(`must be at most ${maxLength} characters long`)
  // The standard removes these silently, so that the URL would differ from what a reader sees.
  if (/[\p{Cc}\p{Cs}\p{Zs}\p{Cf}\\]/u.test(text))
    return invalid('must not contain spaces, backslashes or control characters')
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return invalid('must be an https:// URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !allowHttp)
    return invalid('must be an https:// URL; the settings do not allow http')
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text))
    return invalid('must not contain a user name or a password')
  if (url.port === '0') return invalid('must not have port 0')
  url.hash = ''
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')
  const rejected = { wrong: 'url_refused', why: 'has an address that this server may not call' } as const
  if (host === '') return invalid('must have a host')
  if (isIP(host) !== 0) return mayCall(host) ? { url, host, address: host } : rejected
  if (inside.test(host) && !mayNameInside) return rejected
  // Certificates and virtual hosts do not include the trailing dot of a fully qualified name.
  url.hostname = host
  return { url, host, address: undefined }
}
