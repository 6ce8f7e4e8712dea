import { isIP } from 'node:net'
import { isLongerThan } from '../core/kernel/text.ts'

/** Where a request would go. `address` when the URL names no host but a numeric address. */
export type Destination = { readonly url: URL; readonly host: string; readonly address: string | undefined }

export type UrlRules = {
  readonly allowHttp: boolean
  readonly mayCall: (address: string) => boolean
  /** Whether names of the own network may be tried; where they lead is judged all the same. */
  readonly mayNameInside: boolean
}

const maxLength = 2048
/** Names that never leave the machine or its link (RFC 6761, RFC 6762, RFC 9476). */
const inside = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/

/**
 * Reads a URL as the WHATWG standard does, which knows every spelling of a number, and judges what it really says.
 * Answers why it cannot be used otherwise: `url_invalid` is no address of a web server, `url_refused` one that must
 * not be called.
 */
export const readUrl = (
  text: string,
  { allowHttp, mayCall, mayNameInside }: UrlRules,
): Destination | { readonly wrong: 'url_invalid' | 'url_refused'; readonly why: string } => {
  const invalid = (why: string) => ({ wrong: 'url_invalid', why }) as const
  if (isLongerThan(text, maxLength)) return invalid(`must be at most ${maxLength} characters long`)
  // The standard drops them silently, and then the address is not what somebody read in it.
  if (/[\p{Cc}\p{Cs}\p{Zs}\p{Cf}\\]/u.test(text))
    return invalid('must not hold spaces, backslashes or control characters')
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return invalid('must be an https:// address')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !allowHttp)
    return invalid('must be an https:// address; http is not allowed by the settings')
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text))
    return invalid('must not hold a user name or a password')
  if (url.port === '0') return invalid('must not be for port 0')
  url.hash = ''
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')
  const refused = { wrong: 'url_refused', why: 'leads to an address that this server may not call' } as const
  if (host === '') return invalid('must name a host')
  if (isIP(host) !== 0) return mayCall(host) ? { url, host, address: host } : refused
  if (inside.test(host) && !mayNameInside) return refused
  // The dot at the end of a full name is no part of what certificates and servers call it.
  url.hostname = host
  return { url, host, address: undefined }
}
