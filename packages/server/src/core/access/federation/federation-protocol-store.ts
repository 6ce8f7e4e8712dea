import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import type { FederationProtocol } from './federation-protocol.ts'

export type FederationProtocolChange = {
  readonly [K in 'mappingId' | 'remoteIdAttribute']?: FederationProtocol[K] | undefined
}

export type FederationProtocolStore = {
  /** Rejects with `conflict` when the identity provider has it, and `not_found` for an unknown identity provider. */
  insert(protocol: FederationProtocol): Promise<FederationProtocol>
  find(identityProviderId: string, id: string): Promise<FederationProtocol | undefined>
  /** Ordered by id. */
  list(identityProviderId: string, page: Page): Promise<Slice<FederationProtocol>>
  /** Undefined when there is none. */
  update(
    identityProviderId: string,
    id: string,
    change: FederationProtocolChange,
  ): Promise<FederationProtocol | undefined>
  delete(identityProviderId: string, id: string): Promise<boolean>
}
