import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Send } from './api.ts'
import { defineNoun, type IgnoreMissing, makeCollection, type PageQuery } from './collection.ts'
import { type Extra, idOf, plain, type Ref, readOnly, reference } from './fields.ts'

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

export const federationProtocolNoun = defineNoun({
  creation: 'with id',
  name: 'protocol',
  path: '/OS-FEDERATION/identity_providers/{identity_provider}/protocols',
  fields: {
    id: plain,
    identityProviderId: { ...readOnly, wire: 'idp_id' },
    mappingId: reference,
    remoteIdAttribute: plain,
  },
  required: ['id', 'mappingId'],
})

export const makeFederationProtocols = (send: Send): FederationProtocols => {
  /** The protocols of one provider, which is a parameter of each request. */
  const at = (provider: Ref) => {
    const identity_provider = idOf(provider, 'provider')
    const sendTo: Send = (request) => send({ ...request, params: { ...request.params, identity_provider } })
    return makeCollection<FederationProtocol, NewFederationProtocol, FederationProtocolChanges, object>(
      sendTo,
      federationProtocolNoun,
    )
  }
  return {
    list: (provider, ...args) => at(provider).list(...args),
    get: async (provider, ...args) => at(provider).get(...args),
    create: async (provider, ...args) => at(provider).create(...args),
    update: async (provider, ...args) => at(provider).update(...args),
    delete: async (provider, ...args) => at(provider).delete(...args),
  }
}
