import type { Group } from '../groups/group.ts'
import type { NewUser } from '../users/user-store.ts'

/** Which entry of which directory a row stands for. */
export type Mapping = {
  readonly publicId: string
  readonly domainId: string
  readonly type: 'user' | 'group'
  /** The id of the entry in its directory. */
  readonly localId: string
}

/** The rows of users and groups that stand for entries of an external directory. */
export type ManagedRowStore = {
  /** Whether the domain has users or groups of its own. */
  hasLocal(domainId: string): Promise<boolean>
  /** Disables every active user that a directory manages in the domain. */
  disableAll(domainId: string, at: number): Promise<void>
  mapping(publicId: string): Promise<Mapping | undefined>
  /** Users with their mappings. Rejects with `conflict`. */
  insertUsers(users: readonly NewUser[], mappings: readonly Mapping[]): Promise<void>
  /** A group with its mapping. Rejects with `conflict`. */
  insertGroup(group: Group, mapping: Mapping): Promise<void>
  /** Ids of the active users that a directory manages in the domain. */
  activeUserIds(domainId: string): Promise<readonly string[]>
  deleteOfDomain(domainId: string): Promise<void>
}
