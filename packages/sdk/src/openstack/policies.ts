import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { fetchBody, type Send } from './api.ts'
import { listAssociated, makeAssociation, only, placeOf } from './associations.ts'
import { type Collection, defineNoun, makeCollection, type PageQuery, readMember } from './collection.ts'
import { type Endpoint, endpointNoun } from './endpoints.ts'
import { type Extra, plain, type Ref } from './fields.ts'

/** A text that Identity stores for other services. */
export type Policy = {
  readonly id: string
  /** The media type of `blob`, such as `application/json`. */
  readonly type: string
  readonly blob: string
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewPolicy = {
  readonly type: string
  readonly blob: string
  readonly extra?: Extra | undefined
}

export type PolicyChanges = Partial<NewPolicy>

export type PolicyQuery = { readonly type?: string | undefined }

/** A policy for one endpoint, for a service, or for a service in a region and the regions below. */
export type PolicyAssociation = { readonly policy: Ref } & (
  | { readonly endpoint: Ref }
  | { readonly service: Ref; readonly region?: Ref | undefined }
)

export const policyNoun = defineNoun({
  name: 'policy',
  rows: 'policies',
  fields: { type: plain, blob: plain },
  required: ['type', 'blob'],
  query: { type: plain },
})

export type Policies = Collection<Policy, NewPolicy, PolicyChanges, PolicyQuery> & {
  /** Associates a policy, in place of the current one. @example await policies.associate({ policy, service }) */
  readonly associate: (association: PolicyAssociation, options?: CallOptions) => Promise<void>
  /** Removes an association. @example await policies.dissociate({ policy, service, region }) */
  readonly dissociate: (association: PolicyAssociation, options?: CallOptions) => Promise<void>
  /** The endpoints that a policy is associated with. @example await policies.listEndpoints(policy).toArray({ limit: 100 }) */
  readonly listEndpoints: (policy: Ref, query?: PageQuery, options?: CallOptions) => Paginated<Endpoint>
  /** The policy that applies to an endpoint. Throws `ResourceNotFound`. @example await policies.forEndpoint(endpoint) */
  readonly forEndpoint: (endpoint: Ref, options?: CallOptions) => Promise<Policy>
}

const prefix = '/policies/{policy}/OS-ENDPOINT-POLICY'

const associationPlace = (association: PolicyAssociation) => {
  if (only(association, ['endpoint', 'service']) === 'endpoint')
    return placeOf(`${prefix}/endpoints/{endpoint}`, association)
  const services = `${prefix}/services/{service}`
  const hasRegion = 'region' in association && association.region !== undefined
  return placeOf(hasRegion ? `${services}/regions/{region}` : services, association)
}

export const makePolicies = (send: Send): Policies => {
  const associations = makeAssociation(send, associationPlace)
  return {
    ...makeCollection<Policy, NewPolicy, PolicyChanges, PolicyQuery>(send, policyNoun),
    associate: associations.add,
    dissociate: associations.remove,
    listEndpoints: listAssociated<Endpoint>(send, `${prefix}/endpoints`, endpointNoun),
    async forEndpoint(endpoint, options = {}) {
      const place = placeOf('/endpoints/{endpoint}/OS-ENDPOINT-POLICY/policy', { endpoint })
      return fetchBody(send, { method: 'GET', ...place, ...options }, readMember<Policy>(policyNoun))
    },
  }
}
