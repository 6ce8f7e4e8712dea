import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { cleanName } from '../text.ts'
import { claimedEmail } from './claimed-email.ts'
import { theTombstone } from './deleted-users.ts'
import { userTarget } from './get-user.ts'
import { asSeen } from './inactivity.ts'
import { checkStep } from './status-steps.ts'
import { spareSystemUser } from './system-users.ts'
import type { Tombstone } from './tombstone.ts'
import type { User } from './user.ts'

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
 * Refuses `conflict` when its name or its address is somebody else's by now.
 */
export const restoreUser = command({
  rule: 'muster:restore_user',
  load: ({ id }: RestoreUser, at) => theTombstone(id, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<User> => {
    const { stores, now, record } = at
    const before = await theTombstone(input.id, { stores })
    spareSystemUser(before, at)
    checkStep('deleted', before.status, 'restoration')
    const restored = await stores.tombstones.raise(before.id, {
      status: before.status,
      name: input.name === undefined ? before.name : cleanName('user', input.name, 255),
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
      touches: [`user:${restored.id}`],
    })
    return asSeen(restored, at)
  },
})

const address = ({ email, claimedEmail: before }: Tombstone, given: RestoreUser) => {
  if (given.email === undefined) return { email, claimedEmail: before }
  if (given.email === null) return { email: null, claimedEmail: null }
  const { shown, claimed } = claimedEmail(given.email)
  return { email: shown, claimedEmail: claimed }
}
