import type { User } from '../directory/users/user.ts'
import { type DomainError, domainError, isDomainError } from './domain-error.ts'

/**
 * An address that a user may claim: as it is shown, as it is compared, and as mail goes there. Only the server of its
 * domain knows whether the case of what stands before the `@` matters (RFC 5321 section 2.4), so that mail keeps it.
 */
export type ClaimedEmail = { readonly shown: string; readonly claimed: string; readonly mailed: string }

const invalidEmail = (code: string, message: string): DomainError =>
  domainError('invalid', code, message, { field: 'email' })

/** Octets of an address, and of its part before the `@` (RFC 5321 section 4.5.3.1). */
const maxLength = 254
const maxLocalLength = 64

/** The atoms of RFC 5322 section 3.2.3 with the letters of RFC 6531; no quoted text, no comments. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const hostName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/
const domainPart = /^[\p{L}\p{M}\p{N}.-]+$/u
/** A last label like these makes a host name an IPv4 address. */
const numeric = /(?:^|\.)(?:\d+|0x[\da-f]*)$/

const ats = (text: string) => text.split('@').length - 1

/**
 * Normalises before it judges (T63): NFKC, lower case, the domain in its ASCII form. Rejects with `invalid` for what
 * is no address, for anything that only looks like an `@`, and for control characters, line ends among them.
 */
export const claimedEmail = (input: string): ClaimedEmail => {
  // Before anything else, so that no later step has to be careful with a megabyte.
  if (input.length > maxLength * 2)
    throw invalidEmail('email_too_long', 'An email address is at most 254 bytes long.')
  const trimmed = input.replace(/^ +| +$/g, '')
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(trimmed))
    throw invalidEmail(
      'email_unprintable',
      'An email address must not hold spaces, line ends or invisible characters.',
    )
  const shown = trimmed.normalize('NFKC')
  if (ats(shown) !== 1 || ats(trimmed) !== 1)
    throw invalidEmail(
      'email_malformed',
      'An email address has exactly one @, written as the plain character.',
    )
  // Twice, since lowering can leave characters that compose further.
  const [local = '', domain = ''] = shown.toLowerCase().normalize('NFKC').split('@')
  const host = asciiHost(domain)
  const typed = shown.slice(0, shown.indexOf('@'))
  if (host === undefined || !localPart.test(local) || !localPart.test(typed))
    throw invalidEmail('email_malformed', 'This is not an email address such as ann@example.com.')
  const claimed = `${local}@${host}`
  const mailed = `${typed}@${host}`
  if (
    [claimed, mailed].some(
      (text) => bytes(text) > maxLength || bytes(text) - host.length > maxLocalLength + 1,
    )
  )
    throw invalidEmail(
      'email_too_long',
      'An email address is at most 254 bytes long, 64 of them before the @.',
    )
  return { shown, claimed, mailed }
}

/** Whether a plain address is still the one that was claimed; another must not be reached through the old claim (T62). */
export const claimStillHolds = (claimed: string | null, email: string): boolean =>
  claimed !== null && comparedAs(email) === claimed

const bytes = (text: string) => new TextEncoder().encode(text).length

/** `bücher.example` and `xn--bcher-kva.example` are one domain. */
const asciiHost = (domain: string): string | undefined => {
  if (!domainPart.test(domain) || numeric.test(domain) || !URL.canParse(`http://${domain}`)) return undefined
  const { hostname } = new URL(`http://${domain}`)
  return hostName.test(hostname) && !numeric.test(hostname) ? hostname : undefined
}

/** As a claim of that address is compared; undefined for what cannot be claimed. */
export const comparedAs = (input: string): string | undefined => {
  try {
    return claimedEmail(input).claimed
  } catch (thrown) {
    if (isDomainError(thrown, 'invalid')) return undefined
    throw thrown
  }
}

/** The claimed address as the user typed it; null without a claim. */
export const claimedAsTyped = ({ email, claimedEmail: claimed }: Pick<User, 'email' | 'claimedEmail'>) =>
  email !== null && claimStillHolds(claimed, email) ? email : claimed

/** Whether the text is an address that could be claimed. */
export const canBeClaimed = (input: string): boolean => comparedAs(input) !== undefined
