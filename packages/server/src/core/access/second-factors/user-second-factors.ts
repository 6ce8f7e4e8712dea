import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import { credentialsOf } from '../credentials/credentials-of.ts'
import { deleteCredentialRow } from '../credentials/delete-credential.ts'
import { readSecondFactors, type SecondFactors } from './second-factor.ts'

type Input = { readonly userId: string }

/** The second factors of a user, without their secrets. */
export const listUserSecondFactors = query({
  rule: 'muster:list_user_second_factors',
  load: ({ userId }: Input, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: (_input, user, at): Promise<SecondFactors> => readSecondFactors(user, at),
})

/**
 * Lets a user who lost a device sign in with the password: deletes the seeds, and the multi-factor rules that need one.
 * Other multi-factor rules stay.
 */
export const resetUserSecondFactors = command({
  rule: 'muster:reset_user_second_factors',
  load: ({ userId }: Input, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId }, at): Promise<void> => {
    const { stores, now, record } = at
    const user = await requireUser(userId, at)
    assertCanManageSystemUser(user, at)
    for (const seed of await credentialsOf(userId, 'totp', at)) await deleteCredentialRow(seed, at)
    const { multi_factor_auth_rules: rules = [], ...options } = user.options
    const kept = rules.filter((methods) => !methods.includes('totp'))
    if (kept.length === rules.length) return
    const changed = await stores.users.update(userId, {
      options: { ...options, ...(kept.length === 0 ? {} : { multi_factor_auth_rules: kept }) },
      updatedAt: now,
    })
    if (!changed) throw notFound('user', userId)
    record({
      kind: 'user.updated',
      subject: { type: 'user', id: userId },
      domainId: user.domainId,
      invalidates: [`user:${userId}`],
      detail: { fields: ['options'] },
    })
  },
})
