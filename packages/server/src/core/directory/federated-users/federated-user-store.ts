import type { Slice } from '../../kernel/paging/list-query.ts'
import type { MemberListQuery } from '../groups/group-store.ts'
import type { User } from '../users/user.ts'
import type { FederatedKey, FederatedLink } from './federated-link.ts'

export type LinkedUserQuery = MemberListQuery & { readonly linkedTo: Partial<FederatedKey> }

export type FederatedUserStore = {
  get(key: FederatedKey): Promise<FederatedLink | undefined>
  /** Rejects with `conflict` for a user of the provider that is already linked. */
  insert(link: FederatedLink): Promise<void>
  rename(key: FederatedKey, displayName: string): Promise<void>
  setGroups(key: FederatedKey, groupIds: readonly string[]): Promise<void>
  /** Ordered by provider, protocol and unique id. */
  ofUsers(userIds: readonly string[]): Promise<readonly FederatedLink[]>
  /** The users with such a link, ordered by id. */
  listUsers(query: LinkedUserQuery): Promise<Slice<User>>
  deleteOfUser(userId: string): Promise<void>
  /** Deletes the links of a provider, or of one of its protocols, and returns them. */
  deleteOfProvider(provider: {
    readonly identityProviderId: string
    readonly protocolId?: string | undefined
  }): Promise<readonly FederatedLink[]>
}
