import type { PasswordRecord } from '../../directory/users/password-store.ts'
import type { User } from '../../directory/users/user.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { PasswordMatch } from '../../kernel/ports.ts'
import { type AuthFailure, authFailure } from './auth-result.ts'
import { limitAttempts, userSubject } from './limited-attempts.ts'
import { isLocked, unknownUserId } from './lockout.ts'
import type { Subject } from './sign-in-state.ts'

export type VerifiedPassword = {
  readonly user: User
  /** Undefined for a user of an external directory, which verified the password itself. */
  readonly stored: PasswordRecord | undefined
  /** Whether the hash should be replaced by one with the current parameters. */
  readonly renew: boolean
}

/**
 * Verifies a password. For an unknown user, a user without a password and a locked user the same work is done, hashing
 * included, and the error is the same (T72, T73). A locked user's correct password is rejected without a hint, since a
 * different response would allow guessing during the lock.
 */
export const verifyPassword = (
  { user, reference }: Pick<Subject, 'user' | 'reference'>,
  password: string,
  at: OperationContext,
): Promise<VerifiedPassword | AuthFailure> =>
  limitAttempts(userSubject({ user, reference }), at, () => compare(user, password, at))

const compare = async (
  user: User | undefined,
  password: string,
  at: OperationContext,
): Promise<VerifiedPassword | AuthFailure> => {
  if (user && user.managedBy !== null) return compareInDirectory(user, password, at)
  const { passwords } = at.ports
  const stored = await at.stores.passwords.current(user?.id ?? unknownUserId)
  const right: PasswordMatch = stored
    ? await passwords.verify(password, stored.hash)
    : await nothingMatches(password, at)
  // Read after hashing, so that of many parallel attempts the later ones see the failures of the earlier ones.
  const locked = await isLocked(user, at)
  if (user && stored && right && !locked) return { user, stored, renew: right === 'renew' }
  return authFailure(why(user, stored, locked), user)
}

const compareInDirectory = async (
  user: User,
  password: string,
  at: OperationContext,
): Promise<VerifiedPassword | AuthFailure> => {
  const right = await at.ports.directories.authenticate(user, password)
  const locked = await isLocked(user, at)
  if (right && !locked) return { user, stored: undefined, renew: false }
  return authFailure(locked ? 'user_locked' : 'password_wrong', user)
}

const nothingMatches = async (password: string, { ports }: OperationContext): Promise<false> => {
  await ports.passwords.verifyDummy(password)
  return false
}

const why = (
  user: User | undefined,
  stored: PasswordRecord | undefined,
  locked: boolean,
): ErrorCode<'unauthenticated'> => {
  if (!user) return 'user_unknown'
  if (!stored) return 'user_without_password'
  return locked ? 'user_locked' : 'password_wrong'
}
