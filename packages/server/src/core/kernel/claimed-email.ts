import type { User } from '../directory/users/user.ts'
import { type DomainError, domainError, isDomainError } from './domain-error.ts'
import type { ErrorCode } from './error-codes.ts'

/**
 * An address that a user can claim: as shown (`shown`), as compared (`claimed`) and as the recipient of mail (`mailed`).
 * Only the receiving server knows whether the local part is case-sensitive (RFC 5321 section 2.4), so `mailed` keeps its
 * case.
 */
export type ClaimedEmail = { readonly shown: string; readonly claimed: string; readonly mailed: string }

const invalidEmail = (code: ErrorCode<'invalid'>, message: string): DomainError =>
  domainError('invalid', code, message, { field: 'email' })

/** Octets of an address and of its local part (RFC 5321 section 4.5.3.1). */
const maxLength = 254
const maxLocalLength = 64

/** A dot-atom of RFC 5322 section 3.2.3 with the letters of RFC 6531; no quoted strings, no comments. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const hostName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/
const domainPart = /^[\p{L}\p{M}\p{N}.-]+$/u
/** The URL parser reads a host name with such a last label as an IPv4 address. */
const numeric = /(?:^|\.)(?:\d+|0x[\da-f]*)$/

const ats = (text: string) => text.split('@').length - 1

/**
 * Normalises before validation (T63): NFKC, lower case, the domain in its ASCII form. Rejects with `invalid` for text that
 * is not an address, for characters that look like an `@`, and for control characters, line breaks included.
 */
export const claimedEmail = (input: string): ClaimedEmail => {
  // Checked first, so that later steps process bounded text only.
  if (input.length > maxLength * 2)
    throw invalidEmail('email_too_long', 'An email address must have at most 254 bytes.')
  const trimmed = input.replace(/^ +| +$/g, '')
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(trimmed))
    throw invalidEmail(
      'email_unprintable',
      'An email address must not contain spaces, line breaks or invisible characters.',
    )
  const shown = trimmed.normalize('NFKC')
  if (ats(shown) !== 1 || ats(trimmed) !== 1)
    throw invalidEmail(
      'email_malformed',
      'An email address must contain exactly one @, as the ASCII character.',
    )
  // NFKC again, since lower-casing can produce sequences that compose further.
  const [local = '', domain = ''] = shown.toLowerCase().normalize('NFKC').split('@')
  const host = asciiHost(domain)
  const typed = shown.slice(0, shown.indexOf('@'))
  if (host === undefined || !localPart.test(local) || !localPart.test(typed))
    throw invalidEmail(
      'email_malformed',
      'The email address is not valid. It must have the form ann@example.com.',
    )
  const claimed = `${local}@${host}`
  const mailed = `${typed}@${host}`
  if (
    [claimed, mailed].some(
      (text) => bytes(text) > maxLength || bytes(text) - host.length > maxLocalLength + 1,
    )
  )
    throw invalidEmail(
      'email_too_long',
      'An email address must have at most 254 bytes, 64 of them before the @.',
    )
  return { shown, claimed, mailed }
}

/** Whether a user's email is still the claimed address. A changed address must not keep the old claim (T62). */
export const claimStillHolds = (claimed: string | null, email: string): boolean =>
  claimed !== null && comparedAs(email) === claimed

const bytes = (text: string) => new TextEncoder().encode(text).length

/** `bücher.example` and `xn--bcher-kva.example` are one domain. */
const asciiHost = (domain: string): string | undefined => {
  if (!domainPart.test(domain) || numeric.test(domain) || !URL.canParse(`http://${domain}`)) return undefined
  const { hostname } = new URL(`http://${domain}`)
  return hostName.test(hostname) && !numeric.test(hostname) ? hostname : undefined
}

/** The normalized form in which claims are compared; undefined for text that cannot be claimed. */
export const comparedAs = (input: string): string | undefined => {
  try {
    return claimedEmail(input).claimed
  } catch (thrown) {
    if (isDomainError(thrown, 'invalid')) return undefined
    throw thrown
  }
}

/** The claimed address as entered; null without a claim. */
export const claimedAsTyped = ({ email, claimedEmail: claimed }: Pick<User, 'email' | 'claimedEmail'>) =>
  email !== null && claimStillHolds(claimed, email) ? email : claimed

/** Whether the text is an address that can be claimed. */
export const canBeClaimed = (input: string): boolean => comparedAs(input) !== undefined
