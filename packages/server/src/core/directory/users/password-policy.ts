import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { Passwords } from '../../kernel/ports.ts'
import type { SecuritySettings } from '../../kernel/security-settings.ts'
import { fold } from '../../kernel/text.ts'
import { commonPasswords } from './common-passwords.ts'

/** Known data of the user of a checked password. */
export type PasswordOwner = {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  /** The hash of the replaced password. */
  readonly currentHash?: string | undefined
}

type Policy = {
  readonly settings: Pick<SecuritySettings, 'passwordMinLength'>
  readonly passwords: Pick<Passwords, 'verify'>
}

const weak = (code: ErrorCode<'invalid'>, problem: string): DomainError =>
  domainError('invalid', code, `The password ${problem}.`, { field: 'password' })

/**
 * The policy violation of a password: too short, too common, or derived from the user's data; undefined if there is none.
 * A minimum length of 0 disables the policy.
 */
export const policyProblem = async (
  password: string,
  { name, email, currentHash }: PasswordOwner,
  { settings: { passwordMinLength: min }, passwords }: Policy,
): Promise<DomainError | undefined> => {
  if (min === 0) return undefined
  const folded = fold(password)
  if (password.trim() === '') return weak('password_blank', 'must not be blank')
  if (Array.from(password.normalize('NFKC')).length < min)
    return weak('password_too_short', `must have at least ${min} characters`)
  const known = [name, email, email?.split('@')[0]].flatMap((text) => (text ? [fold(text.trim())] : []))
  if (known.includes(folded.trim()))
    return weak('password_is_name', 'must not be the username or the email address')
  if (commonPasswords.has(folded)) return weak('password_common', 'is too common. Choose another one')
  if (currentHash !== undefined && (await passwords.verify(password, currentHash)) !== false)
    return weak('password_used_before', 'must differ from the current one')
  return undefined
}

/** Rejects with `invalid` a password that violates the policy. */
export const checkPolicy = async (password: string, owner: PasswordOwner, policy: Policy): Promise<void> => {
  const problem = await policyProblem(password, owner, policy)
  if (problem) throw problem
}
