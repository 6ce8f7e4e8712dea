import { domainError } from '../../kernel/domain-error.ts'
import type { Settings } from '../../kernel/settings.ts'

type ReturnSettings = Pick<Settings, 'returnUrls' | 'returnUrl' | 'domainReturnUrls'>

const maxLength = 2048

/** The URL that a text says, where every client reads the same in it; else undefined (T66). */
const readReturnUrl = (text: string): URL | undefined => {
  if (text.length > maxLength || /[\p{C}\p{Z}\\]/u.test(text)) return undefined
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/.test(text)) return undefined
  // Servers differ in whether they decode these before they take `..` out of a path.
  return /%(?:2e|2f|5c|25|00)/i.test(url.pathname) ? undefined : url
}

const covers = (allowed: URL, { origin, pathname }: URL): boolean => {
  if (origin !== allowed.origin) return false
  const base = allowed.pathname.replace(/\/+$/, '')
  return pathname === base || pathname.startsWith(`${base}/`)
}

/**
 * Whether people may be sent there: the origin of an entry of `returnUrls`, exactly, and a path at or below its path.
 * An empty list allows nothing (T67).
 */
export const isReturnUrl = (text: string, { returnUrls }: Pick<ReturnSettings, 'returnUrls'>): boolean => {
  const url = readReturnUrl(text)
  return (
    url !== undefined &&
    returnUrls.some((entry) => {
      const allowed = readReturnUrl(entry)
      return allowed !== undefined && covers(allowed, url)
    })
  )
}

/** Rejects a return address that the allow-list does not have. */
export const checkReturnUrl = (text: string | undefined, settings: ReturnSettings): string | null => {
  if (text === undefined) return null
  if (isReturnUrl(text, settings)) return text
  throw domainError(
    'invalid',
    'return_url_not_allowed',
    'return_url must be an http or https URL that the setting account_return_urls allows: the same origin, and a path at or below its path.',
    { field: 'return_url' },
  )
}

/** Where a page leads after success: as the invitation says, else as the domain, else as the server. */
export const returnUrlFor = (
  domainId: string,
  own: string | null,
  settings: ReturnSettings,
): string | null => {
  const prefix = `${domainId}=`
  const ofDomain = settings.domainReturnUrls.find((entry) => entry.startsWith(prefix))?.slice(prefix.length)
  const all = [own, ofDomain, settings.returnUrl]
  return all.find((text) => typeof text === 'string' && isReturnUrl(text, settings)) ?? null
}
