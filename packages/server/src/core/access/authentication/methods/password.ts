import { exceedsMaxLength, isPasswordExpired } from '../../../directory/users/password-rules.ts'
import type { User } from '../../../directory/users/user.ts'
import { domainError } from '../../../kernel/domain-error.ts'
import { isTemporary } from '../../invitations/temporary-password.ts'
import { type AuthResult, authenticationFailed, checkActive, isAuthFailure } from '../auth-result.ts'
import type { Method } from '../sign-in-state.ts'
import { verifyPassword } from '../verify-password.ts'

/**
 * Authenticates a password. That the user or domain is disabled, or that the password is expired, is reported only after
 * the password was verified.
 */
export const passwordMethod: Method = async ({ request, subjects: { password: subject } }, at) => {
  const input = request.password
  if (!input || !subject)
    throw domainError('invalid', 'method_incomplete', 'The password method requires user and password.')
  if (exceedsMaxLength(input.password)) throw authenticationFailed('password_too_long')
  const verified = await verifyPassword(subject, input.password, at)
  if (isAuthFailure(verified)) return verified
  const { user, stored, renew } = verified
  const { passwords } = at.ports
  // Reported before `checkActive`: an invited user is not active, and must learn that the password has to be changed.
  if (await isTemporary(user, at)) throw expired(user)
  checkActive(subject, at)
  if (stored && isPasswordExpired(stored, user.options, at.now)) throw expired(user)
  const result: AuthResult = {
    userId: user.id,
    methods: ['password'],
    countsTowardLockout: true,
  }
  if (!stored) return result
  const local: AuthResult = {
    ...result,
    isStillValid: async ({ stores }: Pick<typeof at, 'stores'>) =>
      (await stores.passwords.current(user.id))?.sequence === stored.sequence,
  }
  if (!renew) return local
  const newHash = await passwords.hash(input.password)
  return { ...local, sideEffects: [{ kind: 'rehash', userId: user.id, oldHash: stored.hash, newHash }] }
}

const expired = ({ id }: Pick<User, 'id'>) =>
  domainError(
    'unauthenticated',
    'password_expired',
    `The password is expired and needs to be changed for user: ${id}.`,
  )
