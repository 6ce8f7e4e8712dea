import type { User } from '../../directory/users/user.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeUserCredentials } from './revoke-user-credentials.ts'

/**
 * Soft-deletes a user and revokes its password, sessions, tokens, keys, trusts, memberships, assignments, links and queued
 * email. Its attributes and documents are kept, so that it can be restored.
 */
export const softDeleteUser = async (
  { id, domainId }: User,
  at: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  const { stores, now, record } = at
  if (!(await stores.deletedUsers.softDelete(id, now))) throw notFound('user', id)
  await stores.groups.removeUser(id)
  await stores.federatedUsers.deleteOfUser(id)
  await stores.assignments.deleteOfActor({ type: 'user', id })
  await revokeUserCredentials({ id, domainId }, at)
  record({ kind: 'user.deleted', subject: { type: 'user', id }, domainId, invalidates: [`user:${id}`] })
}

/** Rejects with `failed_precondition` when the caller would delete itself. */
export const assertNotSelf = (id: string, { caller }: Pick<CommandContext, 'caller'>): void => {
  if (caller.kind === 'known' && caller.userId === id)
    throw domainError(
      'failed_precondition',
      'self_deletion',
      'You cannot delete yourself. Ask another administrator.',
    )
}
