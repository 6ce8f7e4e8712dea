import { failedSignIn } from '../auth/proof.ts'
import { command } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { endUserAccess } from '../tokens/revoke-tokens.ts'
import { checkPassword } from './password-rules.ts'
import type { User } from './user.ts'

export type ChangePassword = { readonly id: string; readonly original: string; readonly password: string }

/**
 * By the user, who proves itself with the old password and needs no token; works with an expired one. Ends
 * every token of the user. Unknown user, wrong password and disabled user all say the same.
 */
export const changePassword = command({
  rule: 'open',
  prepare: async ({ id, original, password }: ChangePassword, _found, at) => {
    checkPassword(password)
    const { passwords } = at.ports
    const user = await at.stores.users.get(id)
    const stored = user && (await at.stores.users.currentPassword(id))
    if (!user || !stored) {
      await passwords.verifyNothing(original)
      throw failedSignIn('user_unknown')
    }
    if (!(await passwords.verify(original, stored.hash))) throw failedSignIn('password_wrong')
    mayChange(user)
    return { proven: stored.hash, hash: await passwords.hash(password) }
  },
  apply: async ({ id }, { stores, now, prepared: { proven, hash }, record }) => {
    // Hashing took its time: an administrator may have locked the user out or given it another password.
    const user = await stores.users.get(id)
    if ((await stores.users.currentPassword(id))?.hash !== proven) throw failedSignIn('password_replaced')
    mayChange(user)
    await stores.users.insertPassword({
      userId: id,
      hash,
      createdAt: now,
      expiresAt: null,
      selfService: true,
    })
    await endUserAccess(id, { stores, now })
    record({
      kind: 'user.password_changed',
      subject: { type: 'user', id },
      domainId: user.domainId,
      touches: [`user:${id}`],
    })
  },
})

function mayChange(user: User | undefined): asserts user is User {
  if (user?.status !== 'active') throw failedSignIn('user_not_active')
  if (user.options.lock_password)
    throw refuse(
      'invalid',
      'password_locked',
      'The password of this user can only be set by an administrator.',
    )
}
