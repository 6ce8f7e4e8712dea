import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { User } from './user.ts'

/** Who may touch users that belong to Muster itself: an administrator of the whole system. */
export const systemUserRule = 'muster:manage_system_user'

/**
 * Rejects with `forbidden` to change, delete or equip a user of kind `system` to all but the operator and whoever the
 * rule allows: the rules for users in general also let managers of domains in, and administrators of a project.
 */
export const assertCanManageSystemUser = (
  { id, kind, domainId }: User,
  { may }: Pick<OperationContext, 'may'>,
): void => {
  if (kind !== 'system') return
  if (may(systemUserRule, { target: { user: { id, domain_id: domainId } } })) return
  throw domainError(
    'forbidden',
    'system_user_protected',
    'This user belongs to the server itself: only an administrator of the system may do that.',
  )
}

/** The same for what a user may do itself with what is its own: that it may go on doing. */
export const assertCanManageOtherSystemUser = (
  user: User,
  at: Pick<OperationContext, 'caller' | 'may'>,
): void => {
  if (at.caller.kind !== 'known' || at.caller.userId !== user.id) assertCanManageSystemUser(user, at)
}

/** As `spareSystemUser`, for what is given to a user by its id; an id that nobody has is of no system user. */
export const assertCanManageSystemUserById = async (
  userId: string,
  at: Pick<OperationContext, 'may' | 'stores'>,
): Promise<void> => {
  const user = await at.stores.users.get(userId)
  if (user) assertCanManageSystemUser(user, at)
}

/** As `spareOtherSystemUser`, likewise. */
export const assertCanManageOtherSystemUserById = async (
  userId: string,
  at: Pick<OperationContext, 'caller' | 'may' | 'stores'>,
): Promise<void> => {
  const user = await at.stores.users.get(userId)
  if (user) assertCanManageOtherSystemUser(user, at)
}
