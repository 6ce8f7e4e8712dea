import type { KeptPassword } from '../../directory/users/password-store.ts'
import type { User } from '../../directory/users/user.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { PasswordMatch } from '../../kernel/ports.ts'
import { type AuthFailure, authFailure } from './auth-result.ts'
import { limitAttempts, userSubject } from './limited-attempts.ts'
import { isLocked, unknownUserId } from './lockout.ts'

export type ProvenPassword = {
  readonly user: User
  readonly stored: KeptPassword
  /** Whether the hash should be replaced by a new one. */
  readonly renew: boolean
}

/** Whose password it is said to be; `asked` is what the request named, for users that do not exist. */
export type PasswordClaim = { readonly user: User | undefined; readonly asked: string }

/**
 * Compares a password. For a user that does not exist, has no password or is locked everything is done as for
 * any other, the hashing above all, and the failure says and costs the same (T72, T73). A locked user's own
 * password is worth nothing and nobody is told so: an answer would let guessing go on behind the lock.
 */
export const provePassword = (
  { user, asked: reference }: PasswordClaim,
  password: string,
  at: OperationContext,
): Promise<ProvenPassword | AuthFailure> =>
  limitAttempts(userSubject(user, reference), at, () => compare(user, password, at))

const compare = async (
  user: User | undefined,
  password: string,
  at: OperationContext,
): Promise<ProvenPassword | AuthFailure> => {
  const { passwords } = at.ports
  const stored = await at.stores.passwords.current(user?.id ?? unknownUserId)
  const right: PasswordMatch = stored
    ? await passwords.verify(password, stored.hash)
    : await nothingMatches(password, at)
  // After the hashing: of many guesses at once those that waited longest see what the others have done.
  const locked = await isLocked(user, at)
  if (user && stored && right && !locked) return { user, stored, renew: right === 'renew' }
  return authFailure(why(user, stored, locked), user)
}

const nothingMatches = async (password: string, { ports }: OperationContext): Promise<false> => {
  await ports.passwords.verifyDummy(password)
  return false
}

const why = (user: User | undefined, stored: KeptPassword | undefined, locked: boolean): string => {
  if (!user) return 'user_unknown'
  if (!stored) return 'user_without_password'
  return locked ? 'user_locked' : 'password_wrong'
}
