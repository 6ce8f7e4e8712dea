import { domainError } from '../../kernel/domain-error.ts'
import type { Passwords, Patterns } from '../../kernel/ports.ts'
import type { SecuritySettings } from '../../kernel/security-settings.ts'
import type { StoredPassword } from './password-store.ts'
import type { UserOptions } from './user.ts'

/** Bytes of UTF-8; longer input is refused before any hashing, never cut (T76). */
export const maxPasswordBytes = 4096

const day = 86_400_000
const field = 'password'

/** Whether no password can be that long. What is long as text is not encoded first, however long it is. */
export const exceedsMaxLength = (password: string): boolean =>
  password.length > maxPasswordBytes || new TextEncoder().encode(password).length > maxPasswordBytes

/** What no password can be, whatever the settings. */
export const checkPassword = (password: string): void => {
  if (password === '')
    throw domainError('invalid', 'password_empty', 'A password must not be empty.', { field })
  if (exceedsMaxLength(password))
    throw domainError(
      'invalid',
      'password_too_long',
      `A password is at most ${maxPasswordBytes} bytes long.`,
      {
        field,
      },
    )
  // UTF-8 has no lone surrogates: their stand-in would make different passwords equal.
  if (!password.isWellFormed())
    throw domainError('invalid', 'password_unstorable', 'A password must not hold broken characters.', {
      field,
    })
}

type Strength = {
  readonly settings: Pick<SecuritySettings, 'passwordRegex' | 'passwordRegexDescription'>
  readonly patterns: Patterns
}

/** What the operator asks of passwords; to give none is against that too (keystone.md section 9.1). */
export const checkStrength = (password: string | null, { settings, patterns }: Strength): void => {
  const { passwordRegex: pattern, passwordRegexDescription: words } = settings
  if (pattern === undefined || (password !== null && patterns.matches(pattern, password))) return
  const why = words ?? 'it does not match the pattern that the operator of this server has set'
  throw domainError('invalid', 'password_too_weak', `The password does not match the requirements: ${why}.`, {
    field,
  })
}

/** Whether the password has ended, for a user whom that binds. */
export const isExpired = (
  { expiresAt }: Pick<StoredPassword, 'expiresAt'>,
  { ignore_password_expiry: exempt }: UserOptions,
  now: number,
): boolean => !exempt && expiresAt !== null && expiresAt <= now

type Expiry = Pick<SecuritySettings, 'passwordExpiresDays' | 'changePasswordUponFirstUse'>

/**
 * When a password that is set now ends (unix milliseconds, a whole second). One that was chosen by somebody else
 * than its user may be born expired.
 */
export const passwordExpiry = (
  options: UserOptions,
  { selfService, now }: { readonly selfService: boolean; readonly now: number },
  { passwordExpiresDays: days, changePasswordUponFirstUse: changeFirst }: Expiry,
): number | null => {
  const second = Math.floor(now / 1000) * 1000
  if (changeFirst && !selfService && !options.ignore_change_password_upon_first_use) return second
  return days === undefined || options.ignore_password_expiry ? null : second + days * day
}

/** How many passwords of a user are kept: the current one, and those that must not come again. */
export const passwordsKept = ({ uniqueLastPasswordCount: count }: SecuritySettings): number =>
  Math.max(1, count)

/** Rejects a password that is one of the last ones. */
export const checkUnused = async (
  password: string,
  recent: readonly Pick<StoredPassword, 'hash'>[],
  passwords: Pick<Passwords, 'verify'>,
): Promise<void> => {
  for (const { hash } of recent)
    if (await passwords.verify(password, hash))
      throw domainError(
        'invalid',
        'password_used_before',
        `The new password must differ from the last ${recent.length === 1 ? 'one' : recent.length}.`,
        { field },
      )
}

/** Rejects to change a password again that its user chose a short while ago. */
export const checkAge = (
  { createdAt, selfService }: Pick<StoredPassword, 'createdAt' | 'selfService'>,
  now: number,
  { minimumPasswordAge: days }: Pick<SecuritySettings, 'minimumPasswordAge'>,
): void => {
  const left = createdAt + days * day - now
  if (!selfService || left <= 0) return
  throw domainError(
    'invalid',
    'password_too_young',
    `A password must be kept for ${days} days: change it again in ${Math.ceil(left / day)} days, or ask an administrator to reset it.`,
    { field },
  )
}
