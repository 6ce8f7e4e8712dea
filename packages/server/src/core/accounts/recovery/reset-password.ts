import { hashOfNew } from '../../directory/users/create-user.ts'
import { sendPasswordChangedMail } from '../../directory/users/password-changed-mail.ts'
import { checkUnused } from '../../directory/users/password-rules.ts'
import { setPassword } from '../../directory/users/set-password.ts'
import { command } from '../../kernel/operation.ts'
import { revokeAllUserAccess } from '../../kernel/revocations/revoke-tokens.ts'
import { invalidRecoveryToken, requireValidRecoveryToken } from './valid-recovery-token.ts'

export type ResetPassword = {
  /** The secret of the recovery link. */
  readonly secret: string
  readonly password: string
}

/**
 * Sets a new password by the secret of a recovery link. Revokes all sessions, tokens and other links of the user and
 * clears its lockout. Does not sign the user in: other factors still apply at sign-in (T52). Rejects with `invalid`, with
 * one message for every invalid secret, and for an unacceptable password; the link stays valid then.
 */
export const resetPassword = command({
  access: 'public',
  prepare: async ({ secret, password }: ResetPassword, _found, at) => {
    const { user } = await requireValidRecoveryToken(secret, at)
    const current = await at.stores.passwords.current(user.id)
    const hash = await hashOfNew(password, { ...user, currentHash: current?.hash }, at)
    const { settings, passwords } = at.ports
    const count = settings.uniqueLastPasswordCount
    if (count > 0) await checkUnused(password, await at.stores.passwords.recent(user.id, count), passwords)
    return hash
  },
  apply: async ({ secret }, { prepared: hash, ...at }): Promise<{ readonly username: string }> => {
    const { stores, ports, now, record } = at
    const { user } = await requireValidRecoveryToken(secret, at)
    // Locks the user's row first, as every change of a user does, so that two links used at once do not deadlock.
    if (!(await stores.users.markActive(user.id, now))) throw invalidRecoveryToken()
    if (hash === undefined || !(await stores.recovery.consume(ports.secrets.hash(secret))))
      throw invalidRecoveryToken()
    if (user.emailVerifiedAt === null) await stores.users.update(user.id, { emailVerifiedAt: now })
    await setPassword(user, { hash, selfService: true }, at)
    await stores.lockouts.clear(user.id)
    await revokeAllUserAccess(user.id, { stores, now })
    record({
      kind: 'user.password_changed',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      invalidates: [`user:${user.id}`],
      detail: { by: 'recovery' },
    })
    await sendPasswordChangedMail(user, at)
    return { username: user.name }
  },
})
