import { countFailure, lockRule } from '../auth/lockout.ts'
import { failedSignIn, isWrong, type WrongGuess } from '../auth/proof.ts'
import { type ProvenPassword, provePassword } from '../auth/prove-password.ts'
import { type At, command } from '../operation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { endUserAccess } from '../tokens/revoke-tokens.ts'
import { asSeen } from './inactivity.ts'
import { checkAge, checkPassword, checkStrength, checkUnused, isOverlong } from './password-rules.ts'
import { setPassword } from './set-password.ts'
import type { User } from './user.ts'

export type ChangePassword = { readonly id: string; readonly original: string; readonly password: string }

type Prepared = WrongGuess | { readonly proven: ProvenPassword; readonly hash: string }

/**
 * By the user, who proves itself with the old password and needs no token; works with an expired one. Ends
 * every token of the user. Unknown user, wrong password, locked and disabled user all say the same, and a wrong
 * password counts as it does at a sign-in (T79).
 */
export const changePassword = command({
  rule: 'open',
  prepare: async ({ id, original, password }: ChangePassword, _found, at): Promise<Prepared> => {
    checkPassword(password)
    if (isOverlong(original)) throw failedSignIn('password_too_long')
    const proven = await provePassword(await at.stores.users.get(id), original, at)
    if (isWrong(proven)) {
      if (!lockRule(at)) throw proven.wrong
      return proven
    }
    mayChange(proven.user, at)
    await checkChoice(password, proven, at)
    return { proven, hash: await at.ports.passwords.hash(password) }
  },
  apply: async ({ id }, { prepared, ...at }): Promise<undefined | Refusal> => {
    if ('wrong' in prepared) {
      await countFailure(prepared.user, at)
      return prepared.wrong
    }
    const { stores, now, record } = at
    // Hashing took its time: an administrator may have locked the user out or given it another password.
    const user = await stores.users.get(id)
    if ((await stores.passwords.current(id))?.sequence !== prepared.proven.stored.sequence)
      throw failedSignIn('password_replaced')
    mayChange(user, at)
    await setPassword(user, { hash: prepared.hash, selfService: true }, at)
    await stores.lockouts.clear(id)
    await endUserAccess(id, { stores, now })
    record({
      kind: 'user.password_changed',
      subject: { type: 'user', id },
      domainId: user.domainId,
      touches: [`user:${id}`],
    })
    return undefined
  },
})

/** What the operator asks of a password that a user chooses itself. */
const checkChoice = async (password: string, { user, stored }: ProvenPassword, at: At): Promise<void> => {
  const { passwords, settings } = at.ports
  checkStrength(password, at.ports)
  checkAge(stored, at.now, settings)
  const count = settings.uniqueLastPasswordCount
  if (count > 0) await checkUnused(password, await at.stores.passwords.recent(user.id, count), passwords)
}

function mayChange(user: User | undefined, at: Pick<At, 'ports' | 'now'>): asserts user is User {
  if (!user || asSeen(user, at).status !== 'active') throw failedSignIn('user_not_active')
  if (user.options.lock_password)
    throw refuse(
      'invalid',
      'password_locked',
      'The password of this user can only be set by an administrator.',
    )
}
