import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { assertCanManageSystemUserById } from '../users/system-users.ts'
import type { Assignment } from './assignment.ts'
import { grantEvent, grantRule, grantTarget, loadGrant, loadPieces } from './grant.ts'

/**
 * Idempotent. A role of a domain goes on projects of that domain and on domains (`failed_precondition` elsewhere), never on
 * the system (`invalid`). Only projects inherit, so a grant on the system cannot be inherited.
 */
export const grantRole = command({
  rule: grantRule('create'),
  missing: 'shown',
  load: (input: Assignment, at) => loadPieces()(input, at),
  target: (input, found) => grantTarget(input, found),
  apply: async (input, { stores, may, record, now }) => {
    const { target, inherited } = input
    const { role, place, missing } = await loadGrant(input, { stores })
    if (missing || !role) throw missing ?? notFound('role', input.roleId)
    if (input.actor.type === 'user') await assertCanManageSystemUserById(input.actor.id, { stores, may })
    if (target.type === 'system' && inherited)
      throw domainError('invalid', 'system_not_inherited', 'A role on the system cannot be inherited.')
    if (target.type === 'system' && role.domainId !== null)
      throw domainError(
        'invalid',
        'domain_role_on_system',
        `The role ${role.id} is of a domain: it cannot be given on the system.`,
      )
    if (target.type === 'project' && role.domainId !== null && role.domainId !== place?.domainId)
      throw domainError(
        'failed_precondition',
        'domain_role_mismatch',
        'A role of a domain can be given on projects of that domain only.',
      )
    if (await stores.assignments.insert(input, { createdAt: now, updatedAt: now }))
      record(grantEvent('assignment.created', input, place))
  },
})

/** Works when the actor is gone. Rejects with `not_found` when it was not given. */
export const revokeRole = command({
  rule: grantRule('revoke'),
  missing: 'shown',
  load: (input: Assignment, at) => loadPieces(true)(input, at),
  target: (input, found) => grantTarget(input, found),
  apply: async (input, { stores, may, found: { place, missing }, record }) => {
    if (missing) throw missing
    if (input.actor.type === 'user') await assertCanManageSystemUserById(input.actor.id, { stores, may })
    if (!(await stores.assignments.delete(input))) throw notFound('role_assignment', input.roleId)
    record(grantEvent('assignment.deleted', input, place))
  },
})
