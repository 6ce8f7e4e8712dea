import { requireUser } from '../../directory/users/get-user.ts'
import { sendPasswordChangedMail } from '../../directory/users/password-changed-mail.ts'
import { checkPolicy } from '../../directory/users/password-policy.ts'
import { checkPassword, checkStrength } from '../../directory/users/password-rules.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { command } from '../../kernel/operation.ts'
import { checkChoice, checkUnlocked, replaceOwnPassword } from './change-password.ts'

/**
 * Replaces the caller's password without the current one, for APIs whose request has no field for it (`changePassword`
 * serves all others). Revokes all tokens of the user and all sessions except the caller's, and notifies the user by
 * email. Not allowed with delegated credentials.
 */
export const setOwnPassword = command({
  rule: 'muster:set_own_password',
  target: (_input: { readonly password: string }, _found, { caller }) => selfTarget(caller),
  prepare: async ({ password }, _found, at): Promise<string> => {
    checkPassword(password)
    const user = await requireUser(requireCaller(at.caller).userId, at)
    checkUnlocked(user)
    const stored = await at.stores.passwords.current(user.id)
    if (stored) await checkChoice(password, { user, stored }, at)
    else {
      await checkPolicy(password, user, at.ports)
      checkStrength(password, at.ports)
    }
    return at.ports.passwords.hash(password)
  },
  apply: async (_input, { prepared: hash, ...at }): Promise<void> => {
    const user = await requireUser(requireCaller(at.caller).userId, at)
    checkUnlocked(user)
    await replaceOwnPassword(user, hash, at)
    await sendPasswordChangedMail(user, at)
  },
})
