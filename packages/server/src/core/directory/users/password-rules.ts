import { domainError } from '../../kernel/domain-error.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { Passwords, Patterns } from '../../kernel/ports.ts'
import type { SecuritySettings } from '../../kernel/security-settings.ts'
import type { StoredPassword } from './password-store.ts'
import type { UserOptions } from './user.ts'

/** Bytes of UTF-8. Longer passwords are rejected before hashing and never truncated (T76). */
export const maxPasswordBytes = 4096

const day = 86_400_000
const field = 'password'

/** Whether a password exceeds `maxPasswordBytes`. Text with too many code units is not encoded. */
export const exceedsMaxLength = (password: string): boolean =>
  password.length > maxPasswordBytes || new TextEncoder().encode(password).length > maxPasswordBytes

/** Rejects with `invalid` a password that is not allowed with any settings. */
export const checkPassword = (password: string): void => {
  if (password === '')
    throw domainError('invalid', 'password_empty', 'The password must not be empty.', { field })
  if (exceedsMaxLength(password))
    throw domainError(
      'invalid',
      'password_too_long',
      `The password must not exceed ${maxPasswordBytes} bytes.`,
      {
        field,
      },
    )
  // UTF-8 replaces unpaired surrogates, which would make different passwords equal.
  if (!password.isWellFormed())
    throw domainError(
      'invalid',
      'password_unstorable',
      'The password must not contain unpaired surrogates.',
      {
        field,
      },
    )
}

type Strength = {
  readonly settings: Pick<SecuritySettings, 'passwordRegex' | 'passwordRegexDescription'>
  readonly patterns: Patterns
}

/** Checks the configured pattern; a missing password does not match either (keystone.md section 9.1). */
export const checkStrength = (password: string | null, { settings, patterns }: Strength): void => {
  const { passwordRegex: pattern, passwordRegexDescription: description } = settings
  if (pattern === undefined || (password !== null && patterns.matches(pattern, password))) return
  const reason = description ?? 'it does not match the pattern configured on this server'
  throw domainError(
    'invalid',
    'password_too_weak',
    `The password does not match the requirements: ${reason}.`,
    {
      field,
    },
  )
}

/** Whether the password has expired and the user is not exempt from expiry. */
export const isPasswordExpired = (
  { expiresAt }: Pick<StoredPassword, 'expiresAt'>,
  { ignore_password_expiry: exempt }: UserOptions,
  now: number,
): boolean => !exempt && isExpired({ expiresAt }, now)

type Expiry = Pick<SecuritySettings, 'passwordExpiresDays' | 'changePasswordUponFirstUse'>

/**
 * Expiry of a password set now (unix milliseconds, a whole second). A password that was not chosen by its user may expire
 * immediately.
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

/** Number of stored passwords of a user: the current one, and previous ones that cannot be reused. */
export const passwordsKept = ({ uniqueLastPasswordCount: count }: SecuritySettings): number =>
  Math.max(1, count)

/** Rejects with `invalid` a password that was used recently. */
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

/** Rejects with `invalid` a change before the minimum age of a password that its user chose. */
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
    `A password can be changed after ${days} days at the earliest. Change it again in ${Math.ceil(left / day)} days, or ask an administrator to reset it.`,
    { field },
  )
}
