import type { Role, Status } from '@muster/contract/geobox/shapes.ts'
import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import type { UserStatus } from '../../core/directory/users/user.ts'

/** `admin` is shown as system administrator, because the role applies everywhere, wherever it is assigned. */
const roleNames: Readonly<Record<AccountRole, Role>> = {
  admin: 'System Admin',
  manager: 'Account Admin',
  publisher: 'Publisher',
  member: 'Editor',
  annotator: 'Viewer',
  reader: 'Viewer',
}

/** A user without a role is shown with the least privileged one. */
export const roleName = (role: AccountRole | undefined): Role => (role ? roleNames[role] : 'Viewer')

const domainRoles: Readonly<Record<Exclude<Role, 'System Admin'>, AccountRole>> = {
  'Account Admin': 'manager',
  Publisher: 'publisher',
  Editor: 'member',
  Viewer: 'reader',
}

/** The role change for a user; a system administrator keeps its role on the account. */
export const roleGiven = (
  role: Role,
): { readonly systemAdmin: boolean; readonly domainRole?: AccountRole } =>
  role === 'System Admin' ? { systemAdmin: true } : { systemAdmin: false, domainRole: domainRoles[role] }

const statusNames: Readonly<Record<UserStatus, Status>> = {
  invited: 'New',
  pending: 'Pending',
  active: 'Active',
  disabled: 'Disabled',
}
export const statusName = (status: UserStatus): Status => statusNames[status]

export const statusGiven: Readonly<Record<Status, UserStatus>> = {
  New: 'invited',
  Pending: 'pending',
  Active: 'active',
  Disabled: 'disabled',
}
