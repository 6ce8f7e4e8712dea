import { assertMayFederate } from '../../directory/federated-users/assert-may-federate.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import { normalizeText } from '../../kernel/text.ts'
import { deleteFederatedUsers } from './delete-federated-users.ts'
import type { FederationProtocol } from './federation-protocol.ts'
import { normalizeFederationId } from './identity-provider.ts'
import { requireIdentityProvider } from './identity-providers.ts'

type ProtocolKey = { readonly identityProviderId: string; readonly id: string }

/** Fetches a protocol or rejects with `not_found`. */
export const requireFederationProtocol = async (
  { identityProviderId, id }: ProtocolKey,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<FederationProtocol> => {
  const protocol = await stores.federationProtocols.find(identityProviderId, id)
  if (!protocol) throw notFound('federation_protocol', id)
  return protocol
}

const checkMapping = async (
  mappingId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<string> => {
  if (!(await stores.mappings.find(mappingId)))
    throw domainError(
      'invalid',
      'mapping_unknown',
      `Could not find mapping: ${mappingId.slice(0, 64)}. Create it first.`,
      { field: 'mapping_id' },
    )
  return mappingId
}

const normalizeAttribute = (attribute: string | null): string | null =>
  attribute === null ? null : normalizeText('remote_id_attribute', attribute, 64)

const subjectOf = (identityProviderId: string) =>
  ({ type: 'identity_provider', id: identityProviderId }) as const

export const getFederationProtocol = query({
  rule: 'identity:get_protocol',
  load: (key: ProtocolKey, at) => requireFederationProtocol(key, at),
  read: async (_input, protocol): Promise<FederationProtocol> => protocol,
})

export type ListFederationProtocols = { readonly identityProviderId: string; readonly page: Page }

/** Rejects with `not_found` for an unknown identity provider or marker. */
export const listFederationProtocols = query({
  rule: 'identity:list_protocols',
  load: ({ identityProviderId }: ListFederationProtocols, at) =>
    requireIdentityProvider(identityProviderId, at),
  read: async ({ identityProviderId, page }, _found, { stores }): Promise<Slice<FederationProtocol>> => {
    const { after } = page
    if (after !== undefined && !(await stores.federationProtocols.find(identityProviderId, after)))
      throw notFound('marker', after)
    return stores.federationProtocols.list(identityProviderId, page)
  },
})

export type CreateFederationProtocol = ProtocolKey & {
  readonly mappingId: string
  readonly remoteIdAttribute?: string | null | undefined
}

/** Rejects with `not_found` for an unknown identity provider, `invalid` for an unknown mapping. */
export const createFederationProtocol = command({
  rule: 'identity:create_protocol',
  load: ({ identityProviderId }: CreateFederationProtocol, at) =>
    requireIdentityProvider(identityProviderId, at),
  apply: async (input: CreateFederationProtocol, at): Promise<FederationProtocol> => {
    assertMayFederate(at)
    const { identityProviderId } = input
    const protocol = await at.stores.federationProtocols.insert({
      id: normalizeFederationId(input.id),
      identityProviderId,
      mappingId: await checkMapping(input.mappingId, at),
      remoteIdAttribute: normalizeAttribute(input.remoteIdAttribute ?? null),
    })
    at.record({
      kind: 'federation_protocol.created',
      subject: subjectOf(identityProviderId),
      detail: { protocolId: protocol.id, mappingId: protocol.mappingId },
    })
    return protocol
  },
})

export type UpdateFederationProtocol = ProtocolKey & {
  readonly mappingId: string
  readonly remoteIdAttribute?: string | undefined
}

export const updateFederationProtocol = command({
  rule: 'identity:update_protocol',
  load: (input: UpdateFederationProtocol, at) => requireFederationProtocol(input, at),
  apply: async (input: UpdateFederationProtocol, at): Promise<FederationProtocol> => {
    assertMayFederate(at)
    const { identityProviderId, id, remoteIdAttribute } = input
    const updated = await at.stores.federationProtocols.update(identityProviderId, id, {
      mappingId: await checkMapping(input.mappingId, at),
      remoteIdAttribute: remoteIdAttribute === undefined ? undefined : normalizeAttribute(remoteIdAttribute),
    })
    if (!updated) throw notFound('federation_protocol', id)
    at.record({
      kind: 'federation_protocol.updated',
      subject: subjectOf(identityProviderId),
      detail: {
        protocolId: id,
        fields: ['mappingId', ...(remoteIdAttribute === undefined ? [] : ['remoteIdAttribute'])],
      },
    })
    return updated
  },
})

/** The links of its users are deleted, and users who signed in with it only. */
export const deleteFederationProtocol = command({
  rule: 'identity:delete_protocol',
  load: (key: ProtocolKey, at) => requireFederationProtocol(key, at),
  apply: async ({ identityProviderId, id }: ProtocolKey, at): Promise<void> => {
    assertMayFederate(at)
    await deleteFederatedUsers({ identityProviderId, protocolId: id }, at)
    if (!(await at.stores.federationProtocols.delete(identityProviderId, id)))
      throw notFound('federation_protocol', id)
    at.record({
      kind: 'federation_protocol.deleted',
      subject: subjectOf(identityProviderId),
      invalidates: [`identity_provider:${identityProviderId}`],
      detail: { protocolId: id },
    })
  },
})
