import type { Actor } from '../assignments/assignment.ts'
import { visibleRoles } from '../assignments/effective-roles.ts'
import { actorsOf } from '../assignments/reach-of.ts'
import type { At } from '../operation.ts'
import { type Refusal, refuse } from '../refusal.ts'

/**
 * Who may take the place of users that are more than their domain: whoever sets the password of such a user, or its
 * address, is it a moment later (T16).
 */
export const administratorRule = 'muster:manage_administrator'

const spared = (): Refusal =>
  refuse(
    'forbidden',
    'administrator_protected',
    'This gives authority over more than the domain: only an administrator may do that.',
  )

/** Whether one of them has a role on the system, or is `admin` anywhere: most rules let that in wherever it was given. */
const reachBeyond = async (actors: readonly Actor[], { stores }: Pick<At, 'stores'>): Promise<boolean> => {
  const given = await stores.assignments.list({ actors })
  if (given.some(({ target }) => target.type === 'system')) return true
  const roles = await visibleRoles(new Set(given.map(({ roleId }) => roleId)), stores)
  return roles.some(({ name }) => name.toLowerCase() === 'admin')
}

/**
 * Refuses `forbidden` to change, delete or let in a user who has a role on the system or is an administrator of
 * anything, to all but administrators and, by its own authority, the user itself.
 */
export const spareAdministrator = async (
  userId: string,
  { caller, may, stores }: Pick<At, 'caller' | 'may' | 'stores'>,
): Promise<void> => {
  if (may(administratorRule, {})) return
  if (caller.kind === 'known' && caller.userId === userId && caller.chain.delegation.kind === 'none') return
  if (await reachBeyond(await actorsOf(userId, stores), { stores })) throw spared()
}

/** The same for whoever joins or leaves a group with such authority: everybody in it has that. */
export const spareAdministrators = async (
  groupId: string,
  { may, stores }: Pick<At, 'may' | 'stores'>,
): Promise<void> => {
  if (may(administratorRule, {})) return
  if (await reachBeyond([{ type: 'group', id: groupId }], { stores })) throw spared()
}
