import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { User } from './user.ts'

/** The rule to manage system users, by default for system administrators. */
export const systemUserRule = 'muster:manage_system_user'

/**
 * Rejects with `forbidden` changes and deletion of a user of kind `system`, and new credentials and roles for it, unless
 * `systemUserRule` allows them. The general rules for users also allow domain managers and project administrators.
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
    'This is a system user of the server. Only a system administrator can manage it.',
  )
}

/** Like `assertCanManageSystemUser`, but allows a system user to manage its own objects. */
export const assertCanManageOtherSystemUser = (
  user: User,
  at: Pick<OperationContext, 'caller' | 'may'>,
): void => {
  if (at.caller.kind !== 'known' || at.caller.userId !== user.id) assertCanManageSystemUser(user, at)
}

/** Like `assertCanManageSystemUser`, by user id; accepts an unknown id. */
export const assertCanManageSystemUserById = async (
  userId: string,
  at: Pick<OperationContext, 'may' | 'stores'>,
): Promise<void> => {
  const user = await at.stores.users.get(userId)
  if (user) assertCanManageSystemUser(user, at)
}

/** Like `assertCanManageOtherSystemUser`, by user id; accepts an unknown id. */
export const assertCanManageOtherSystemUserById = async (
  userId: string,
  at: Pick<OperationContext, 'caller' | 'may' | 'stores'>,
): Promise<void> => {
  const user = await at.stores.users.get(userId)
  if (user) assertCanManageOtherSystemUser(user, at)
}
