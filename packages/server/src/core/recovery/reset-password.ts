import { command } from '../operation.ts'
import { endUserAccess } from '../tokens/revoke-tokens.ts'
import { hashOfNew } from '../users/create-user.ts'
import { checkUnused } from '../users/password-rules.ts'
import { setPassword } from '../users/set-password.ts'
import { tellPasswordChanged } from '../users/tell-password-changed.ts'
import { badLink, livingLink } from './living-link.ts'

export type ResetPassword = {
  /** What the link carries. */
  readonly secret: string
  readonly password: string
}

/**
 * By whoever holds the link. Ends every session and token, every other link and the lock of the user, and signs
 * nobody in: what else a sign-in asks for it still asks for (T52). Refuses `invalid` with one message for every
 * secret that is not good, and for a password that does not do; the link is good for another try then.
 */
export const resetPassword = command({
  rule: 'open',
  prepare: async ({ secret, password }: ResetPassword, _found, at) => {
    const { user } = await livingLink(secret, at)
    const current = await at.stores.passwords.current(user.id)
    const hash = await hashOfNew(password, { ...user, currentHash: current?.hash }, at)
    const { settings, passwords } = at.ports
    const count = settings.uniqueLastPasswordCount
    if (count > 0) await checkUnused(password, await at.stores.passwords.recent(user.id, count), passwords)
    return hash
  },
  apply: async ({ secret }, { prepared: hash, ...at }): Promise<{ readonly username: string }> => {
    const { stores, ports, now, record } = at
    const { user } = await livingLink(secret, at)
    // The row of the user first, as wherever a user is changed, so that those who use two links do not lock each other out.
    if (!(await stores.users.markActive(user.id, now))) throw badLink()
    if (hash === undefined || !(await stores.recovery.take(ports.secrets.hash(secret)))) throw badLink()
    if (user.emailVerifiedAt === null) await stores.users.update(user.id, { emailVerifiedAt: now })
    await setPassword(user, { hash, selfService: true }, at)
    await stores.lockouts.clear(user.id)
    await endUserAccess(user.id, { stores, now })
    record({
      kind: 'user.password_changed',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      touches: [`user:${user.id}`],
      detail: { by: 'recovery' },
    })
    await tellPasswordChanged(user, at)
    return { username: user.name }
  },
})
