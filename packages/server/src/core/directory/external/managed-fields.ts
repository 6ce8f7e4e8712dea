import type { Group } from '../groups/group.ts'
import type { User } from '../users/user.ts'
import type { NewUser } from '../users/user-store.ts'
import type { DirectoryGroup, DirectoryUser } from './external-directory.ts'
import type { Mapping } from './managed-row-store.ts'

/** The fields of a user that its directory determines. */
export const managedUserFields = (entry: DirectoryUser) => ({
  name: entry.name,
  status: entry.enabled ? ('active' as const) : ('disabled' as const),
  email: entry.email,
  description: entry.description,
  defaultProjectId: entry.defaultProjectId,
  extra: entry.extra,
})

export const managedGroupFields = ({ name, description, extra }: DirectoryGroup) => ({
  name,
  description,
  extra,
})

/** The names of the fields whose values differ. */
export const changedFields = <Fields extends object>(
  row: Readonly<Record<keyof Fields, unknown>>,
  fields: Fields,
): readonly string[] =>
  (Object.keys(fields) as (keyof Fields & string)[]).filter(
    (key) => JSON.stringify(row[key]) !== JSON.stringify(fields[key]),
  )

export const newManagedUser = (
  entry: DirectoryUser,
  { publicId, domainId }: Mapping,
  now: number,
): NewUser => ({
  id: publicId,
  domainId,
  kind: 'human',
  displayName: null,
  claimedEmail: null,
  developer: false,
  options: {},
  managedBy: 'ldap',
  createdAt: now,
  updatedAt: now,
  ...managedUserFields(entry),
})

export const newManagedGroup = (
  entry: DirectoryGroup,
  { publicId, domainId }: Mapping,
  now: number,
): Group => ({
  id: publicId,
  domainId,
  managedBy: 'ldap',
  createdAt: now,
  updatedAt: now,
  ...managedGroupFields(entry),
})

/** Whether a directory has changed the user since its row was written. */
export const isStale = (row: User, entry: DirectoryUser): boolean =>
  changedFields(row, managedUserFields(entry)).length > 0
