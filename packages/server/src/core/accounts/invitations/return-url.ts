import { domainError } from '../../kernel/domain-error.ts'
import type { Settings } from '../../kernel/settings.ts'

type ReturnSettings = Pick<Settings, 'returnUrls' | 'returnUrl' | 'domainReturnUrls'>

const maxLength = 2048

/** Parses a URL. Undefined unless every client parses it in the same way (T66). */
const readReturnUrl = (text: string): URL | undefined => {
  if (text.length > maxLength || /[\p{C}\p{Z}\\]/u.test(text)) return undefined
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/.test(text)) return undefined
  // Servers differ in whether they decode these before they resolve `..` in a path.
  return /%(?:2e|2f|5c|25|00)/i.test(url.pathname) ? undefined : url
}

const covers = (allowed: URL, { origin, pathname }: URL): boolean => {
  if (origin !== allowed.origin) return false
  const base = allowed.pathname.replace(/\/+$/, '')
  return pathname === base || pathname.startsWith(`${base}/`)
}

/**
 * Whether redirects to the URL are allowed: exactly the origin of an entry of `returnUrls`, and a path at or below its
 * path. An empty list allows nothing (T67).
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

/** Rejects with `invalid` a URL that the allow-list does not cover. */
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

/** The redirect target after success: the first allowed one of the invitation's, the domain's and the server's. */
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
