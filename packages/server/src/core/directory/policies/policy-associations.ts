import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { requireEndpoint } from '../catalog/endpoints.ts'
import { requireRegion } from '../catalog/regions.ts'
import { requireService } from '../catalog/services.ts'
import { requirePolicy } from './policies.ts'
import type { PolicyAssociation, PolicyTarget } from './policy.ts'

/** Rejects with `not_found` when the policy, the endpoint, the service or the region does not exist. */
const requireParts = async (
  { policyId, target }: PolicyAssociation,
  at: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  await requirePolicy(policyId, at)
  if ('endpointId' in target) {
    await requireEndpoint(target.endpointId, at)
    return
  }
  await requireService(target.serviceId, at)
  if (target.regionId !== undefined) await requireRegion(target.regionId, at)
}

/** Each kind of target has its own rule. */
const associationRules = (action: 'check' | 'create' | 'delete') => {
  const prefix = `identity:${action}_policy_association_for` as const
  const [endpoint, service, region] = [
    `${prefix}_endpoint`,
    `${prefix}_service`,
    `${prefix}_region_and_service`,
  ] as const
  return {
    any: [endpoint, service, region],
    choose: ({ target }: PolicyAssociation) =>
      'endpointId' in target ? endpoint : target.regionId === undefined ? service : region,
  }
}

const detailOf = (target: PolicyTarget) =>
  'endpointId' in target
    ? { endpointId: target.endpointId }
    : { serviceId: target.serviceId, regionId: target.regionId ?? null }

/** Rejects with `not_found` unless the target has this policy. */
export const checkPolicyAssociation = query({
  rules: associationRules('check'),
  load: requireParts,
  read: async (input: PolicyAssociation, _found, { stores }): Promise<void> => {
    if (!(await stores.policies.isAssociated(input))) throw notFound('policy_association', input.policyId)
  },
})

/** Replaces the policy of the target. */
export const associatePolicy = command({
  rules: associationRules('create'),
  isolation: 'read committed',
  load: requireParts,
  apply: async (input: PolicyAssociation, { stores, record }): Promise<void> => {
    await stores.policies.associate(input)
    record({
      kind: 'policy.associated',
      subject: { type: 'policy', id: input.policyId },
      detail: detailOf(input.target),
    })
  },
})

/** Changes nothing when the target does not have this policy. */
export const dissociatePolicy = command({
  rules: associationRules('delete'),
  isolation: 'read committed',
  load: requireParts,
  apply: async (input: PolicyAssociation, { stores, record }): Promise<void> => {
    if (!(await stores.policies.dissociate(input))) return
    record({
      kind: 'policy.dissociated',
      subject: { type: 'policy', id: input.policyId },
      detail: detailOf(input.target),
    })
  },
})
