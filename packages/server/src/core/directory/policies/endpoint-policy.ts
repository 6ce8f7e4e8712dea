import { domainError, notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Endpoint } from '../catalog/catalog.ts'
import { requireEndpoint } from '../catalog/endpoints.ts'
import { withResolvedUrl } from '../catalog/shown-endpoint.ts'
import { requirePolicy } from './policies.ts'
import type { Policy, PolicyTarget } from './policy.ts'

/** How near a target is to an endpoint in these regions, its own first: the endpoint, a region, the service. */
const distanceOf = (target: PolicyTarget, regionIds: readonly string[]): number => {
  if ('endpointId' in target) return -1
  return target.regionId === undefined ? regionIds.length : regionIds.indexOf(target.regionId)
}

/**
 * The policy of the endpoint, otherwise of its service in its region or the nearest region above, otherwise of its
 * service (keystone.md section 16.5). Rejects with `not_found` when there is none.
 */
export const getPolicyForEndpoint = query({
  rule: 'identity:get_policy_for_endpoint',
  load: ({ endpointId }: { readonly endpointId: string }, at) => requireEndpoint(endpointId, at),
  read: async ({ endpointId }, { serviceId, regionId }, { stores }): Promise<Policy> => {
    const regionIds = regionId === null ? [] : await stores.regions.pathUp(regionId)
    const associations = await stores.policies.associationsOf({ endpointId, serviceId, regionIds })
    const [nearest] = associations.toSorted(
      (a, b) => distanceOf(a.target, regionIds) - distanceOf(b.target, regionIds),
    )
    if (!nearest)
      throw domainError(
        'not_found',
        'policy_association_not_found',
        `No policy is associated with endpoint ${endpointId}.`,
      )
    return requirePolicy(nearest.policyId, { stores })
  },
})

export type ListEndpointsForPolicy = { readonly policyId: string; readonly page: Page }

/** Rejects with `not_found` for an unknown marker. */
export const listEndpointsForPolicy = query({
  searches: true,
  rule: 'identity:list_endpoints_for_policy',
  load: ({ policyId }: ListEndpointsForPolicy, at) => requirePolicy(policyId, at),
  read: async ({ policyId, page }, _policy, at): Promise<Slice<Endpoint>> => {
    const { after } = page
    if (after !== undefined && !(await at.stores.endpoints.get(after))) throw notFound('marker', after)
    const { rows, more } = await at.stores.policies.endpoints(policyId, page)
    return { rows: rows.map((row) => withResolvedUrl(row, at)), more }
  },
})
