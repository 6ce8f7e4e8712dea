import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { User } from '../users/user.ts'
import { grantEvent, grantRule, grantTarget } from './grant.ts'

/**
 * Makes a user an administrator of the system, or no more: the role `admin` given to it right there. Nothing is
 * asked where nothing changes. Rejects with `forbidden` unless the caller may give and take roles on the system.
 */
export const setSystemAdmin = async (
  user: Pick<User, 'id' | 'domainId'>,
  wanted: boolean,
  { stores, may, record }: CommandContext,
): Promise<void> => {
  const role = (await stores.roles.getByName('admin')).find(({ domainId }) => domainId === null)
  if (!role) {
    if (!wanted) return
    throw notFound('role', 'admin')
  }
  const place = {
    actor: { type: 'user', id: user.id },
    target: { type: 'system' },
    inherited: false,
  } as const
  const grant = { ...place, roleId: role.id }
  if ((await stores.assignments.has(grant)) === wanted) return
  const target = grantTarget(place, { role, actor: user, place: undefined, missing: undefined })
  if (!may(grantRule(wanted ? 'create' : 'revoke')(place), target))
    throw domainError(
      'forbidden',
      'system_admin_forbidden',
      'Only an administrator of the system makes another.',
      {
        field: 'system_admin',
      },
    )
  if (wanted) await stores.assignments.insert(grant)
  else await stores.assignments.delete(grant)
  record(grantEvent(wanted ? 'assignment.created' : 'assignment.deleted', grant, undefined))
}
