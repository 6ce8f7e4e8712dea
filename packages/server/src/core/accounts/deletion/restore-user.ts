import type { DeletedUser } from '../../directory/users/deleted-user.ts'
import { userTarget } from '../../directory/users/get-user.ts'
import { withEffectiveStatus } from '../../directory/users/inactivity.ts'
import { checkStep } from '../../directory/users/status-steps.ts'
import { assertCanManageSystemUser } from '../../directory/users/system-users.ts'
import type { User } from '../../directory/users/user.ts'
import { claimedEmail } from '../../kernel/claimed-email.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeName } from '../../kernel/text.ts'
import { requireDeletedUser } from './deleted-users.ts'

export type RestoreUser = {
  readonly id: string
  /** Absent: the name it had. */
  readonly name?: string | undefined
  /** An address to claim in place of the one it had; null: none. */
  readonly email?: string | null | undefined
}

/**
 * Gives a deleted user back as it was: id, number, profile, metadata, documents, plan, status. Not what it was
 * allowed and what it could prove itself with: roles, memberships, password, sessions and keys are gone for good.
 * Rejects with `conflict` when its name or its address is somebody else's by now.
 */
export const restoreUser = command({
  rule: 'muster:restore_user',
  load: ({ id }: RestoreUser, at) => requireDeletedUser(id, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<User> => {
    const { stores, now, record } = at
    const before = await requireDeletedUser(input.id, { stores })
    assertCanManageSystemUser(before, at)
    checkStep('deleted', before.status, 'restoration')
    const restored = await stores.deletedUsers.restore(before.id, {
      status: before.status,
      name: input.name === undefined ? before.name : normalizeName('user', input.name, 255),
      ...address(before, input),
      // Its link died with it: it waits for another invitation.
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

const address = ({ email, claimedEmail: before }: DeletedUser, given: RestoreUser) => {
  if (given.email === undefined) return { email, claimedEmail: before }
  if (given.email === null) return { email: null, claimedEmail: null }
  const { shown, claimed } = claimedEmail(given.email)
  return { email: shown, claimedEmail: claimed }
}
