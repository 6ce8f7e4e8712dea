import type { userStatuses } from '@muster/contract/arize/shapes.ts'
import { isInvitationExpired } from '../../core/access/invitations/invitation.ts'
import type { AccountRole } from '../../core/directory/assignments/domain-role.ts'
import type { User } from '../../core/directory/users/user.ts'
import { encodeEnum } from './client-versions.ts'
import { idOf } from './ids.ts'
import { type ArizeContext, time } from './request-context.ts'
import { showAccountRole } from './roles.ts'

type UserStatus = (typeof userStatuses)[number]

/** Clients have no value for this status, so such users are hidden. */
export const isHidden = ({ status }: User): boolean => status === 'disabled'

const statusOf = (user: User, now: number): UserStatus => {
  if (user.status === 'active') return 'active'
  return isInvitationExpired(user, now) ? 'expired' : 'invited'
}

/** Users without an email are shown with an undeliverable address (RFC 2606 section 2). */
const emailOf = ({ email, name }: User): string => email || `${encodeURIComponent(name)}@users.invalid`

export const showUser = (user: User, role: AccountRole | undefined, { dialect, now }: ArizeContext) => ({
  id: idOf('User', user.id),
  name: user.displayName || user.name,
  email: emailOf(user),
  created_at: time(user.createdAt),
  status: encodeEnum(dialect, statusOf(user, now())),
  role: showAccountRole(role, dialect),
  is_developer: user.developer,
})
