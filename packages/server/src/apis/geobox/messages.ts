import type { Role, Status } from '@muster/contract/geobox/shapes.ts'
import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import type { UserStatus } from '../../core/directory/users/user.ts'

/** An administrator is one of the system, since the role reaches everything wherever it was given. */
const roleWords: Readonly<Record<AccountRole, Role>> = {
  admin: 'System Admin',
  manager: 'Account Admin',
  publisher: 'Publisher',
  member: 'Editor',
  annotator: 'Viewer',
  reader: 'Viewer',
}

/** Whoever has no role at all is shown as the least that there is. */
export const roleWord = (role: AccountRole | undefined): Role => (role ? roleWords[role] : 'Viewer')

const domainRoles: Readonly<Record<Exclude<Role, 'System Admin'>, AccountRole>> = {
  'Account Admin': 'manager',
  Publisher: 'publisher',
  Editor: 'member',
  Viewer: 'reader',
}

/** What a role means for a user; what it has on its account stays where it administers the system. */
export const roleGiven = (
  role: Role,
): { readonly systemAdmin: boolean; readonly domainRole?: AccountRole } =>
  role === 'System Admin' ? { systemAdmin: true } : { systemAdmin: false, domainRole: domainRoles[role] }

const statusWords: Readonly<Record<UserStatus, Status>> = {
  invited: 'New',
  pending: 'Pending',
  active: 'Active',
  disabled: 'Disabled',
}
export const statusWord = (status: UserStatus): Status => statusWords[status]

export const statusGiven: Readonly<Record<Status, UserStatus>> = {
  New: 'invited',
  Pending: 'pending',
  Active: 'active',
  Disabled: 'disabled',
}
