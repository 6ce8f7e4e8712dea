import { requireUser } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { AccessRule } from './application-credential.ts'
import type { AccessRuleFilterKey } from './application-credential-store.ts'

type OfUser = { readonly userId: string }
type Named = OfUser & { readonly id: string }

/** Rules compare the user in the path; `requireAccessRule` checks that the access rule belongs to it. */
const userTarget = ({ userId }: OfUser) => ({ user_id: userId, target: { user: { id: userId } } })

const requireAccessRule = async (
  { userId, id }: Named,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<AccessRule> => {
  const accessRule = await stores.accessRules.get(id)
  if (accessRule?.userId !== userId) throw notFound('access_rule', id)
  return accessRule
}

/** Lists the access rules of one user. Rejects with `not_found` for an unknown user or marker. */
export const listAccessRules = query({
  searches: true,
  rule: 'identity:list_access_rules',
  target: (input: OfUser & ListQuery<AccessRuleFilterKey>) => userTarget(input),
  read: async ({ userId, where, page }, _found, at): Promise<Slice<AccessRule>> => {
    const { stores } = at
    await requireUser(userId, at)
    const { after } = page
    if (after !== undefined && (await stores.accessRules.get(after))?.userId !== userId)
      throw notFound('marker', after)
    return stores.accessRules.list({ where: [...where, eq('user_id', userId)], page })
  },
})

export const getAccessRule = query({
  rule: 'identity:get_access_rule',
  target: (input: Named) => userTarget(input),
  read: (input, _found, at): Promise<AccessRule> => requireAccessRule(input, at),
})

/** Rejects with `failed_precondition` while an application credential uses it. */
export const deleteAccessRule = command({
  rule: 'identity:delete_access_rule',
  isolation: 'read committed',
  target: (input: Named) => userTarget(input),
  apply: async (input, { stores, record }) => {
    const { id } = await requireAccessRule(input, { stores })
    if (!(await stores.accessRules.delete(id))) throw notFound('access_rule', id)
    const owner = await stores.users.get(input.userId)
    record({
      kind: 'access_rule.deleted',
      subject: { type: 'access_rule', id },
      domainId: owner?.domainId ?? null,
      detail: { user_id: input.userId },
    })
  },
})
