import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { createByPut, type IgnoreMissing, makeCollection, type Noun, type PageQuery } from './collection.ts'
import { type Extra, idOf, type Ref, readOnly, reference } from './fields.ts'

/** How users of an identity provider sign in, such as `openid`, and the mapping of their attributes. */
export type FederationProtocol = {
  readonly id: string
  readonly identityProviderId?: string
  readonly mappingId: string
  readonly remoteIdAttribute?: string | null
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewFederationProtocol = {
  readonly id: string
  readonly mappingId: Ref
  readonly remoteIdAttribute?: string | null | undefined
}

/** The mapping is required, even where it does not change. */
export type FederationProtocolChanges = Omit<NewFederationProtocol, 'id'>

export type FederationProtocols = {
  /** The protocols of a provider. @example await federationProtocols.list(provider).toArray({ limit: 100 }) */
  readonly list: (provider: Ref, query?: PageQuery, options?: CallOptions) => Paginated<FederationProtocol>
  /** Fetches a protocol. Throws `ResourceNotFound`. @example await federationProtocols.get(provider, 'openid') */
  readonly get: (provider: Ref, protocol: Ref, options?: CallOptions) => Promise<FederationProtocol>
  /** Creates a protocol. @example await federationProtocols.create(provider, { id: 'openid', mappingId: mapping }) */
  readonly create: (
    provider: Ref,
    protocol: NewFederationProtocol,
    options?: CallOptions,
  ) => Promise<FederationProtocol>
  /** Changes a protocol. @example await federationProtocols.update(provider, 'openid', { mappingId: mapping }) */
  readonly update: (
    provider: Ref,
    protocol: Ref,
    changes: FederationProtocolChanges,
    options?: CallOptions,
  ) => Promise<FederationProtocol>
  /** Deletes a protocol. @example await federationProtocols.delete(provider, 'openid') */
  readonly delete: (
    provider: Ref,
    protocol: Ref,
    query?: IgnoreMissing,
    options?: CallOptions,
  ) => Promise<void>
}

export const federationProtocolNoun = {
  name: 'protocol',
  path: '/OS-FEDERATION/identity_providers/{identity_provider}/protocols',
  rows: 'protocols',
  fields: {
    id: 'id',
    identityProviderId: readOnly('idp_id'),
    mappingId: reference('mapping_id'),
    remoteIdAttribute: 'remote_id_attribute',
    links: readOnly('links'),
  },
  required: ['id', 'mappingId'],
  query: {},
} as const satisfies Noun

export const makeFederationProtocols = (send: Send): FederationProtocols => {
  /** Adds the provider to the parameters of each request. */
  const of = (provider: Ref): Send => {
    const identity_provider = idOf(provider, 'provider')
    return (request) => send({ ...request, params: { ...request.params, identity_provider } })
  }
  const at = (provider: Ref) =>
    makeCollection<FederationProtocol, NewFederationProtocol, FederationProtocolChanges, object>(
      of(provider),
      federationProtocolNoun,
    )
  return {
    list: (provider, query, options) => at(provider).list(query, options),
    get: async (provider, protocol, options) => at(provider).get(protocol, options),
    create: async (provider, protocol, options) =>
      createByPut<FederationProtocol, NewFederationProtocol>(of(provider), federationProtocolNoun)(
        protocol,
        options,
      ),
    update: async (provider, protocol, changes, options) => at(provider).update(protocol, changes, options),
    delete: async (provider, protocol, query, options) => at(provider).delete(protocol, query, options),
  }
}
