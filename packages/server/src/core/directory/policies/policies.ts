import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Policy } from './policy.ts'
import type { PolicyFilterKey } from './policy-store.ts'

/** Fetches a policy or rejects with `not_found`. */
export const requirePolicy = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Policy> => {
  const policy = await stores.policies.get(id)
  if (!policy) throw notFound('policy', id)
  return policy
}

export const getPolicy = query({
  rule: 'identity:get_policy',
  load: ({ id }: { readonly id: string }, at) => requirePolicy(id, at),
  read: async (_input, policy): Promise<Policy> => policy,
})

/** Rejects with `not_found` for an unknown marker. */
export const listPolicies = query({
  searches: true,
  rule: 'identity:list_policies',
  read: async (input: ListQuery<PolicyFilterKey>, _found, { stores }): Promise<Slice<Policy>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.policies.get(after))) throw notFound('marker', after)
    return stores.policies.list(input)
  },
})

/** Also deletes its associations. */
export const deletePolicy = command({
  rule: 'identity:delete_policy',
  load: ({ id }: { readonly id: string }, at) => requirePolicy(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.policies.delete(id))) throw notFound('policy', id)
    record({ kind: 'policy.deleted', subject: { type: 'policy', id } })
  },
})
