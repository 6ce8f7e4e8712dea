import { hashOfNew } from '../../directory/users/create-user.ts'
import { sendPasswordChangedMail } from '../../directory/users/password-changed-mail.ts'
import { checkUnused } from '../../directory/users/password-rules.ts'
import { setPassword } from '../../directory/users/set-password.ts'
import { command } from '../../kernel/operation.ts'
import { revokeAllUserAccess } from '../../kernel/revocations/revoke-tokens.ts'
import { invalidRecoveryToken, requireValidRecoveryToken } from './valid-recovery-token.ts'

export type ResetPassword = {
  /** What the link carries. */
  readonly secret: string
  readonly password: string
}

/**
 * By whoever holds the link. Ends every session and token, every other link and the lock of the user, and signs
 * nobody in: what else a sign-in asks for it still asks for (T52). Rejects with `invalid` with one message for every
 * secret that is not good, and for a password that does not do; the link is good for another try then.
 */
export const resetPassword = command({
  rule: 'open',
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
    // The row of the user first, as wherever a user is changed, so that those who use two links do not lock each other out.
    if (!(await stores.users.markActive(user.id, now))) throw invalidRecoveryToken()
    if (hash === undefined || !(await stores.recovery.take(ports.secrets.hash(secret))))
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
