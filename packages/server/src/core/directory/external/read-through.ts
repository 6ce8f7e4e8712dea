import type { Stores } from '../../kernel/stores.ts'
import type { Directories } from './directories.ts'

/**
 * The stores for reading outside of transactions: a user or group that an external directory manages is read there first,
 * unless it was just read. Transactions use the stores beneath, with the rows that this left.
 */
export const readThrough = (stores: Stores, directories: Directories): Stores => ({
  ...stores,
  users: {
    ...stores.users,
    async get(id) {
      const user = await stores.users.get(id)
      return user && user.managedBy !== null ? directories.currentUser(user) : user
    },
    async getByName(domainId, name) {
      return (await directories.serves(domainId))
        ? directories.userByName(domainId, name)
        : stores.users.getByName(domainId, name)
    },
  },
  groups: {
    ...stores.groups,
    async get(id) {
      const group = await stores.groups.get(id)
      return group && group.managedBy !== null ? directories.currentGroup(group) : group
    },
    async getByName(domainId, name) {
      return (await directories.serves(domainId))
        ? directories.groupByName(domainId, name)
        : stores.groups.getByName(domainId, name)
    },
  },
})
