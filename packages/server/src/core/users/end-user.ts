import type { Applying } from '../operation.ts'
import { notFound, refuse } from '../refusal.ts'
import { endProofs } from './end-proofs.ts'
import type { User } from './user.ts'

/**
 * Makes a user a tombstone and ends everything by which it could act or be reached: password, sessions, tokens,
 * keys, trusts, memberships, assignments, links and letters. What it is, and what is kept with it, stays for its
 * return.
 */
export const endUser = async ({ id, domainId }: User, at: Applying): Promise<void> => {
  const { stores, now, record } = at
  if (!(await stores.tombstones.bury(id, now))) throw notFound('user', id)
  await stores.groups.removeUser(id)
  await stores.assignments.deleteOfActor({ type: 'user', id })
  await endProofs({ id, domainId }, at)
  record({ kind: 'user.deleted', subject: { type: 'user', id }, domainId, touches: [`user:${id}`] })
}

/** Refuses to do to the caller itself what nobody would want to have done by mistake. */
export const spareSelf = (id: string, { caller }: Pick<Applying, 'caller'>): void => {
  if (caller.kind === 'known' && caller.userId === id)
    throw refuse('barred', 'self_deletion', 'You cannot delete yourself: ask another administrator.')
}
