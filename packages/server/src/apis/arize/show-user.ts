import type { userStatuses } from '@muster/contract/arize/shapes.ts'
import { isExpired } from '../../core/access/invitations/invitation.ts'
import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import type { User } from '../../core/directory/users/user.ts'
import { say } from './client-versions.ts'
import { idOf } from './ids.ts'
import { type ArizeVisit, time } from './request-context.ts'
import { showAccountRole } from './roles.ts'

type UserStatus = (typeof userStatuses)[number]

/** What the clients have no word for and must never see. */
export const isHidden = ({ status }: User): boolean => status === 'disabled'

const statusOf = (user: User, now: number): UserStatus => {
  if (user.status === 'active') return 'active'
  return isExpired(user, now) ? 'expired' : 'invited'
}

/** An address where no mail ever goes (RFC 2606 section 2), for users that have none. */
const emailOf = ({ email, name }: User): string => email || `${encodeURIComponent(name)}@users.invalid`

export const showUser = (user: User, role: AccountRole | undefined, { dialect, now }: ArizeVisit) => ({
  id: idOf('User', user.id),
  name: user.displayName || user.name,
  email: emailOf(user),
  created_at: time(user.createdAt),
  status: say(dialect, statusOf(user, now())),
  role: showAccountRole(role, dialect),
  is_developer: user.developer,
})
