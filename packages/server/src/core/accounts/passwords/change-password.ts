import {
  type AuthFailure,
  authenticationFailed,
  isAuthFailure,
} from '../../access/authentication/auth-result.ts'
import { onFailureSlot } from '../../access/authentication/failure-slot.ts'
import { findUserByLogin, type LoginIdentifier } from '../../access/authentication/find-user-by-login.ts'
import { countFailure, lockRule } from '../../access/authentication/lockout.ts'
import { type VerifiedPassword, verifyPassword } from '../../access/authentication/verify-password.ts'
import { isTemporary } from '../../access/invitations/temporary-password.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import { sendPasswordChangedMail } from '../../directory/users/password-changed-mail.ts'
import { checkPolicy } from '../../directory/users/password-policy.ts'
import {
  checkAge,
  checkPassword,
  checkStrength,
  checkUnused,
  exceedsMaxLength,
} from '../../directory/users/password-rules.ts'
import type { PasswordRecord } from '../../directory/users/password-store.ts'
import { setPassword } from '../../directory/users/set-password.ts'
import type { User } from '../../directory/users/user.ts'
import type { Caller } from '../../kernel/caller.ts'
import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import { readOnlyDirectory } from '../../kernel/managed/managed-guard.ts'
import { type CommandContext, command, type OperationContext } from '../../kernel/operation.ts'
import { revokeAllUserAccess } from '../../kernel/revocations/revoke-tokens.ts'
import { completeInvitation } from '../invitations/complete-invitation.ts'

/** Identifies the user by id or by login name. */
export type ChangePassword = ({ readonly id: string } | { readonly user: LoginIdentifier }) & {
  readonly original: string
  readonly password: string
}

/** The verified password is stored here, not in a directory. */
type LocalPassword = VerifiedPassword & { readonly stored: PasswordRecord }

type PasswordChange = AuthFailure | { readonly verified: LocalPassword; readonly hash: string }

/**
 * Changes the user's own password, authenticated by the current password instead of a token: other credentials of the
 * request are ignored. Accepts an expired password, and a temporary one, which activates the user. Revokes all tokens of
 * the user and all sessions except the caller's. Unknown, locked and disabled users and wrong passwords get the same
 * error, and a wrong password counts toward the lockout as at sign-in (T79).
 */
export const changePassword = command({
  access: 'public',
  prepare: (input: ChangePassword, _found, at) => preparePasswordChange(input, at),
  apply: (_input, { prepared, ...at }) => applyPasswordChange(prepared, at),
})

/** Verifies the current password, checks the new one and hashes it. */
export const preparePasswordChange = (input: ChangePassword, at: OperationContext): Promise<PasswordChange> =>
  onFailureSlot(
    at,
    () => attempt(input, at),
    (outcome) => (isAuthFailure(outcome) ? outcome.wrong : undefined),
  )

export const applyPasswordChange = async (
  change: PasswordChange,
  at: CommandContext,
): Promise<undefined | DomainError> => {
  if ('wrong' in change) {
    await countFailure(change.user, at)
    return change.wrong
  }
  const { stores } = at
  // While the hash was computed, an administrator may have locked the user or replaced the password.
  const { id } = change.verified.user
  const user = await stores.users.get(id)
  if (!user) throw authenticationFailed('user_unknown')
  if ((await stores.passwords.current(id))?.sequence !== change.verified.stored.sequence)
    throw authenticationFailed('password_replaced')
  await checkMayChange(user, at)
  await replaceOwnPassword(user, change.hash, at)
  if (user.status === 'invited') await completeInvitation(user, {}, at)
  else await sendPasswordChangedMail(user, at)
  return undefined
}

const attempt = async (input: ChangePassword, at: OperationContext): Promise<PasswordChange> => {
  const { original, password } = input
  checkPassword(password)
  if (exceedsMaxLength(original)) throw authenticationFailed('password_too_long')
  const user =
    'id' in input ? await at.stores.users.get(input.id) : (await findUserByLogin(input.user, at)).user
  const reference = 'id' in input ? input.id : JSON.stringify(input.user)
  const verified = await verifyPassword({ user, reference }, original, at)
  if (isAuthFailure(verified)) {
    if (!lockRule(at)) throw verified.wrong
    return verified
  }
  await checkMayChange(verified.user, at)
  const { stored } = verified
  if (!stored) throw readOnlyDirectory()
  const local: LocalPassword = { ...verified, stored }
  await checkChoice(password, local, at)
  return { verified: local, hash: await at.ports.passwords.hash(password) }
}

/** Replaces the user's password and revokes all access of the user except the caller's session. */
export const replaceOwnPassword = async (user: User, hash: string, at: CommandContext): Promise<void> => {
  const { stores, now, record, caller } = at
  const { id, domainId } = user
  await setPassword(user, { hash, selfService: true }, at)
  await stores.lockouts.clear(id)
  await revokeAllUserAccess(id, { stores, now }, sessionOf(id, caller))
  record({
    kind: 'user.password_changed',
    subject: { type: 'user', id },
    domainId,
    invalidates: [`user:${id}`],
  })
}

/** Checks a password that a user chooses: policy, strength, reuse and minimum age. */
export const checkChoice = async (
  password: string,
  { user, stored }: Pick<LocalPassword, 'user' | 'stored'>,
  at: OperationContext,
): Promise<void> => {
  const { passwords, settings } = at.ports
  await checkPolicy(password, { ...user, currentHash: stored.hash }, at.ports)
  checkStrength(password, at.ports)
  if (user.status === 'invited') await checkUnused(password, [stored], passwords)
  checkAge(stored, at.now, settings)
  const count = settings.uniqueLastPasswordCount
  if (count > 0) await checkUnused(password, await at.stores.passwords.recent(user.id, count), passwords)
}

/** The caller's session, if the caller is the user. */
const sessionOf = (id: string, caller: Caller): string | undefined =>
  caller.kind === 'known' && caller.userId === id ? caller.chain.sessionId : undefined

const checkMayChange = async (user: User, at: OperationContext): Promise<void> => {
  if (withEffectiveStatus(user, at).status !== 'active' && !(await isTemporary(user, at)))
    throw authenticationFailed('user_not_active')
  checkUnlocked(user)
}

export const checkUnlocked = ({ options }: User): void => {
  if (options.lock_password)
    throw domainError(
      'invalid',
      'password_locked',
      'The password of this user can only be set by an administrator.',
    )
}
