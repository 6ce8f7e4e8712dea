import type { Filter } from '../../kernel/paging/list-query.ts'
import type { DomainOption } from '../domain-configuration/domain-configuration.ts'
import type { Group } from '../groups/group.ts'
import type { GroupFilterKey } from '../groups/group-store.ts'
import type { User } from '../users/user.ts'
import type { UserFilterKey } from '../users/user-store.ts'
import type { DirectoryCheck, DirectoryOptions } from './external-directory.ts'

/**
 * The external directories of domains. Every method that reads one brings the rows of its users, groups and memberships up
 * to date, and rejects with `unavailable` when the directory does not respond. Never called inside a transaction, since
 * it writes in transactions of its own.
 */
export type Directories = {
  /** Whether the users of the domain come from an external directory. */
  serves(domainId: string): Promise<boolean>
  /** The row of a managed user with its groups; undefined when the directory no longer has the user. */
  currentUser(user: User): Promise<User | undefined>
  userByName(domainId: string, name: string): Promise<User | undefined>
  currentGroup(group: Group): Promise<Group | undefined>
  groupByName(domainId: string, name: string): Promise<Group | undefined>
  /** The ids of the users of the directory that can match, and others that do not. */
  listUsers(domainId: string, where: readonly Filter<UserFilterKey>[]): Promise<readonly string[]>
  listGroups(domainId: string, where: readonly Filter<GroupFilterKey>[]): Promise<readonly string[]>
  /** Brings the members of a managed group up to date. */
  readMembers(group: Group): Promise<void>
  /** Whether this is the password of a managed user. */
  authenticate(user: User, password: string): Promise<boolean>
  /** Rejects options that cannot work with `invalid`. */
  check(options: readonly DomainOption[]): Promise<void>
  /** Connects with these options, and reads one user and one group. */
  test(options: DirectoryOptions): Promise<readonly DirectoryCheck[]>
  /** Drops what was read, since a configuration has changed. */
  reset(): void
}
