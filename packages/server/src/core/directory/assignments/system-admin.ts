import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { User } from '../users/user.ts'
import { grantEvent, grantRule, grantTarget } from './grant.ts'

/**
 * Grants or revokes the role `admin` on the system. Checks no rule when nothing changes. Rejects with `forbidden` unless
 * the caller may grant and revoke roles on the system.
 */
export const setSystemAdmin = async (
  user: Pick<User, 'id' | 'domainId'>,
  isAdmin: boolean,
  { stores, may, record }: CommandContext,
): Promise<void> => {
  const role = (await stores.roles.getByName('admin')).find(({ domainId }) => domainId === null)
  if (!role) {
    if (!isAdmin) return
    throw notFound('role', 'admin')
  }
  const place = {
    actor: { type: 'user', id: user.id },
    target: { type: 'system' },
    inherited: false,
  } as const
  const grant = { ...place, roleId: role.id }
  if ((await stores.assignments.has(grant)) === isAdmin) return
  const target = grantTarget(place, { role, actor: user, place: undefined, missing: undefined })
  if (!may(grantRule(isAdmin ? 'create' : 'revoke', place), target))
    throw domainError(
      'forbidden',
      'system_admin_forbidden',
      'Only a system administrator can grant or revoke system administration.',
      {
        field: 'system_admin',
      },
    )
  if (isAdmin) await stores.assignments.insert(grant)
  else await stores.assignments.delete(grant)
  record(grantEvent(isAdmin ? 'assignment.created' : 'assignment.deleted', grant, undefined))
}
