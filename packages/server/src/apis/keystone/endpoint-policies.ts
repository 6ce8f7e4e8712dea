import type { endpointPolicies as contract } from '@muster/contract/keystone/endpoint-policies.ts'
import type { Endpoint } from '../../core/directory/catalog/catalog.ts'
import {
  getPolicyForEndpoint,
  listEndpointsForPolicy,
} from '../../core/directory/policies/endpoint-policy.ts'
import type { PolicyAssociation } from '../../core/directory/policies/policy.ts'
import {
  associatePolicy,
  checkPolicyAssociation,
  dissociatePolicy,
} from '../../core/directory/policies/policy-associations.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { showEndpoint } from './endpoints.ts'
import { collectionOf, readList } from './lists.ts'
import { showPolicy } from './policies.ts'

type Params = { readonly policy_id: string }

const ofEndpoint = ({ policy_id, endpoint_id }: Params & { readonly endpoint_id: string }) => ({
  policyId: policy_id,
  target: { endpointId: endpoint_id },
})

const ofService = ({ policy_id, service_id }: Params & { readonly service_id: string }) => ({
  policyId: policy_id,
  target: { serviceId: service_id },
})

const ofRegion = ({
  policy_id,
  service_id,
  region_id,
}: Params & { readonly service_id: string; readonly region_id: string }) => ({
  policyId: policy_id,
  target: { serviceId: service_id, regionId: region_id },
})

const check = async (context: RequestContext, association: PolicyAssociation) => {
  await context.run(checkPolicyAssociation, association)
  return { status: 204 } as const
}

const set = async (context: RequestContext, association: PolicyAssociation) => {
  await context.run(associatePolicy, association)
  return { status: 204 } as const
}

const remove = async (context: RequestContext, association: PolicyAssociation) => {
  await context.run(dissociatePolicy, association)
  return { status: 204 } as const
}

export const endpointPolicies = {
  async getPolicyForEndpoint({ params }, context) {
    const policy = await context.run(getPolicyForEndpoint, { endpointId: params.endpoint_id })
    return { status: 200, body: { policy: showPolicy(policy, context) } }
  },

  async listEndpointsForPolicy({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listEndpointsForPolicy, { policyId: params.policy_id, page })
    const show = (endpoint: Endpoint) => showEndpoint(endpoint, context)
    return { status: 200, body: collectionOf(context, 'endpoints', found, page.limit, show) }
  },

  checkEndpointPolicy: ({ params }, context) => check(context, ofEndpoint(params)),
  setEndpointPolicy: ({ params }, context) => set(context, ofEndpoint(params)),
  removeEndpointPolicy: ({ params }, context) => remove(context, ofEndpoint(params)),
  checkServicePolicy: ({ params }, context) => check(context, ofService(params)),
  setServicePolicy: ({ params }, context) => set(context, ofService(params)),
  removeServicePolicy: ({ params }, context) => remove(context, ofService(params)),
  checkRegionPolicy: ({ params }, context) => check(context, ofRegion(params)),
  setRegionPolicy: ({ params }, context) => set(context, ofRegion(params)),
  removeRegionPolicy: ({ params }, context) => remove(context, ofRegion(params)),
} satisfies Handlers<typeof contract>
