import type { policies as contract } from '@muster/contract/keystone/policies.ts'
import { createPolicy } from '../../core/directory/policies/create-policy.ts'
import { deletePolicy, getPolicy, listPolicies } from '../../core/directory/policies/policies.ts'
import type { Policy } from '../../core/directory/policies/policy.ts'
import type { PolicyFilterKey } from '../../core/directory/policies/policy-store.ts'
import { updatePolicy } from '../../core/directory/policies/update-policy.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<PolicyFilterKey> = { type: { key: 'type', kind: 'text' } }

export const showPolicy = (policy: Policy, context: RequestContext) => ({
  ...policy.extra,
  id: policy.id,
  type: policy.type,
  blob: policy.blob,
  links: selfLink(context, 'policies', policy.id),
})

const known = new Set(['type', 'blob'])

export const policies = {
  async listPolicies({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listPolicies, listQuery)
    const show = (policy: Policy) => showPolicy(policy, context)
    return { status: 200, body: collectionOf(context, 'policies', found, listQuery.page.limit, show) }
  },

  async createPolicy({ body: { policy } }, context) {
    const { type, blob } = policy
    const created = await context.run(createPolicy, { type, blob, extra: extrasOf(policy, known) })
    return { status: 201, body: { policy: showPolicy(created, context) } }
  },

  async getPolicy({ params }, context) {
    const policy = await context.run(getPolicy, { id: params.policy_id })
    return { status: 200, body: { policy: showPolicy(policy, context) } }
  },

  async updatePolicy({ params, body: { policy } }, context) {
    sameId(policy.id, params.policy_id)
    const updated = await context.run(updatePolicy, {
      id: params.policy_id,
      type: policy.type,
      blob: policy.blob,
      extra: extrasOf(policy, known),
    })
    return { status: 200, body: { policy: showPolicy(updated, context) } }
  },

  async deletePolicy({ params }, context) {
    await context.run(deletePolicy, { id: params.policy_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
