import type { User } from '../../directory/users/user.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeUserCredentials } from './revoke-user-credentials.ts'

/**
 * Makes a user a tombstone and ends everything by which it could act or be reached: password, sessions, tokens,
 * keys, trusts, memberships, assignments, links and letters. What it is, and what is kept with it, stays for its
 * return.
 */
export const softDeleteUser = async ({ id, domainId }: User, at: CommandContext): Promise<void> => {
  const { stores, now, record } = at
  if (!(await stores.deletedUsers.softDelete(id, now))) throw notFound('user', id)
  await stores.groups.removeUser(id)
  await stores.assignments.deleteOfActor({ type: 'user', id })
  await revokeUserCredentials({ id, domainId }, at)
  record({ kind: 'user.deleted', subject: { type: 'user', id }, domainId, invalidates: [`user:${id}`] })
}

/** Rejects to do to the caller itself what nobody would want to have done by mistake. */
export const assertNotSelf = (id: string, { caller }: Pick<CommandContext, 'caller'>): void => {
  if (caller.kind === 'known' && caller.userId === id)
    throw domainError(
      'failed_precondition',
      'self_deletion',
      'You cannot delete yourself: ask another administrator.',
    )
}
