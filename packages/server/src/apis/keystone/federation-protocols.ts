import type { federationProtocols as contract } from '@muster/contract/keystone/federation-protocols.ts'
import type { FederationProtocol } from '../../core/access/federation/federation-protocol.ts'
import {
  createFederationProtocol,
  deleteFederationProtocol,
  getFederationProtocol,
  listFederationProtocols,
  updateFederationProtocol,
} from '../../core/access/federation/federation-protocols.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { identityProviderLink } from './identity-providers.ts'
import { collectionOf, readList } from './lists.ts'

const showProtocol = (protocol: FederationProtocol, context: RequestContext) => {
  const provider = identityProviderLink(context, protocol.identityProviderId)
  return {
    id: protocol.id,
    idp_id: protocol.identityProviderId,
    mapping_id: protocol.mappingId,
    remote_id_attribute: protocol.remoteIdAttribute,
    links: {
      self: `${provider}/protocols/${encodeURIComponent(protocol.id)}`,
      identity_provider: provider,
    },
  }
}

export const federationProtocols = {
  async listProtocols({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listFederationProtocols, { identityProviderId: params.idp_id, page })
    const show = (protocol: FederationProtocol) => showProtocol(protocol, context)
    return { status: 200, body: collectionOf(context, 'protocols', found, page.limit, show) }
  },

  async createProtocol({ params, body: { protocol } }, context) {
    const created = await context.run(createFederationProtocol, {
      identityProviderId: params.idp_id,
      id: params.protocol_id,
      mappingId: protocol.mapping_id,
      remoteIdAttribute: protocol.remote_id_attribute,
    })
    return { status: 201, body: { protocol: showProtocol(created, context) } }
  },

  async getProtocol({ params }, context) {
    const protocol = await context.run(getFederationProtocol, {
      identityProviderId: params.idp_id,
      id: params.protocol_id,
    })
    return { status: 200, body: { protocol: showProtocol(protocol, context) } }
  },

  async updateProtocol({ params, body: { protocol } }, context) {
    const updated = await context.run(updateFederationProtocol, {
      identityProviderId: params.idp_id,
      id: params.protocol_id,
      mappingId: protocol.mapping_id,
      remoteIdAttribute: protocol.remote_id_attribute,
    })
    return { status: 200, body: { protocol: showProtocol(updated, context) } }
  },

  async deleteProtocol({ params }, context) {
    await context.run(deleteFederationProtocol, {
      identityProviderId: params.idp_id,
      id: params.protocol_id,
    })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
