import { ArgumentError } from '../transport/errors.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { listPages, readBody, type Send } from './api.ts'
import {
  type Collection,
  makeCollection,
  type Noun,
  type PageQuery,
  queryOf,
  readObject,
  remove,
} from './collection.ts'
import { type Endpoint, endpointNoun } from './endpoints.ts'
import { asObject, type Extra, idOf, type Ref, readOnly } from './fields.ts'

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

export const policyNoun = {
  name: 'policy',
  path: '/policies',
  rows: 'policies',
  fields: { id: readOnly('id'), type: 'type', blob: 'blob', links: readOnly('links') },
  required: ['type', 'blob'],
  query: { type: 'type' },
} as const satisfies Noun

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

const placeOf = (association: PolicyAssociation) => {
  const policy = idOf(association?.policy, 'policy')
  if ('endpoint' in association)
    return {
      path: `${prefix}/endpoints/{endpoint}`,
      params: { policy, endpoint: idOf(association.endpoint, 'endpoint') },
    }
  if (!('service' in association)) throw new ArgumentError('service', 'give an endpoint or a service')
  const params = { policy, service: idOf(association.service, 'service') }
  if (association.region === undefined) return { path: `${prefix}/services/{service}`, params }
  return {
    path: `${prefix}/services/{service}/regions/{region}`,
    params: { ...params, region: idOf(association.region, 'region') },
  }
}

export const makePolicies = (send: Send): Policies => ({
  ...makeCollection<Policy, NewPolicy, PolicyChanges, PolicyQuery>(send, policyNoun),
  async associate(association, options) {
    await send({ method: 'PUT', ...placeOf(association), ...options })
  },
  async dissociate(association, options) {
    const { path, params } = placeOf(association)
    await remove(send, path, params, {}, options)
  },
  listEndpoints: (policy, query, options) =>
    listPages(
      send,
      {
        method: 'GET',
        path: `${prefix}/endpoints`,
        params: { policy: idOf(policy, 'policy') },
        query: queryOf({ query: {} }, query),
        ...options,
      },
      'endpoints',
      (wire) => readObject<Endpoint>(endpointNoun, wire),
    ),
  async forEndpoint(endpoint, options = {}) {
    const request = {
      method: 'GET',
      path: '/endpoints/{endpoint}/OS-ENDPOINT-POLICY/policy',
      params: { endpoint: idOf(endpoint, 'endpoint') },
      ...options,
    } as const
    return readBody(request, await send(request), (body) =>
      readObject<Policy>(policyNoun, asObject(body, 'the response')['policy']),
    )
  },
})
