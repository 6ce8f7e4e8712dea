import type { DeletedUser } from '../../directory/users/deleted-user.ts'
import { userTarget } from '../../directory/users/get-user.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import { checkStep } from '../../directory/users/status-steps.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import type { User } from '../../directory/users/user.ts'
import { claimedEmail } from '../../kernel/claimed-email.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { normalizeName } from '../../kernel/text.ts'
import { requireDeletedUser } from './deleted-users.ts'

export type RestoreUser = {
  readonly id: string
  /** Absent: the previous name. */
  readonly name?: string | undefined
  /** An address to claim instead of the previous one; null: none. */
  readonly email?: string | null | undefined
  /** Accepts a user that is not deleted, without any change. */
  readonly orPresent?: boolean | undefined
}

const requireUserToRestore = async (
  { id, orPresent }: RestoreUser,
  at: Pick<OperationContext, 'stores'>,
): Promise<User | DeletedUser> =>
  (orPresent ? await at.stores.users.get(id) : undefined) ?? requireDeletedUser(id, at)

/**
 * Restores a deleted user with its id, number, profile, metadata, documents, plan and status. Roles, memberships,
 * password, sessions and keys are not restored. Rejects with `conflict` when another user has its name or address.
 */
export const restoreUser = command({
  rule: 'muster:restore_user',
  load: (input: RestoreUser, at) => requireUserToRestore(input, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<User> => {
    const { stores, now, record } = at
    const before = await requireUserToRestore(input, at)
    assertCanManageSystemUser(before, at)
    if (!('deletedAt' in before)) return withEffectiveStatus(before, at)
    checkStep('deleted', before.status, 'restoration')
    const restored = await stores.deletedUsers.restore(before.id, {
      status: before.status,
      name: input.name === undefined ? before.name : normalizeName('user', input.name, 255),
      ...address(before, input),
      // The invitation link was deleted with the user: the user needs a new invitation.
      invitedUntil: before.status === 'invited' ? now : null,
      updatedAt: now,
    })
    if (!restored) throw notFound('deleted_user', input.id)
    record({
      kind: 'user.restored',
      subject: { type: 'user', id: restored.id },
      domainId: restored.domainId,
      invalidates: [`user:${restored.id}`],
    })
    return withEffectiveStatus(restored, at)
  },
})

const address = ({ email, claimedEmail: before }: DeletedUser, input: RestoreUser) => {
  if (input.email === undefined) return { email, claimedEmail: before }
  if (input.email === null) return { email: null, claimedEmail: null }
  const { shown, claimed } = claimedEmail(input.email)
  return { email: shown, claimedEmail: claimed }
}
