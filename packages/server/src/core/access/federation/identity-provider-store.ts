import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { IdentityProvider } from './identity-provider.ts'

export type IdentityProviderFilterKey = 'id' | 'enabled'

export type IdentityProviderChange = {
  readonly [K in 'enabled' | 'description' | 'remoteIds' | 'authorizationTtl']?:
    | IdentityProvider[K]
    | undefined
}

export type IdentityProviderStore = {
  /** Rejects with `conflict` when the id or a remote id is taken, and `not_found` for an unknown domain. */
  insert(provider: IdentityProvider): Promise<IdentityProvider>
  find(id: string): Promise<IdentityProvider | undefined>
  findByRemoteId(remoteId: string): Promise<IdentityProvider | undefined>
  list(query: ListQuery<IdentityProviderFilterKey>): Promise<Slice<IdentityProvider>>
  /** At most `limit`. */
  ofDomain(domainId: string, limit: number): Promise<readonly IdentityProvider[]>
  /** Undefined when there is none. Rejects with `conflict` when a remote id is taken. */
  update(id: string, change: IdentityProviderChange): Promise<IdentityProvider | undefined>
  /** Also deletes its remote ids and protocols. */
  delete(id: string): Promise<boolean>
}
