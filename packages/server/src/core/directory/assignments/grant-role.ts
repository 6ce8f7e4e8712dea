import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { assertCanManageSystemUserById } from '../users/system-users.ts'
import type { Assignment } from './assignment.ts'
import { grantEvent, grantRules, grantTarget, loadGrant, loadGrantParts } from './grant.ts'

/**
 * Grants a role; idempotent. Rejects a domain role on projects of other domains with `failed_precondition` and on the
 * system with `invalid`. Only projects inherit, so a role on the system cannot be inherited.
 */
export const grantRole = command({
  rules: grantRules('create'),
  missing: 'shown',
  load: (input: Assignment, at) => loadGrantParts()(input, at),
  target: (input, found) => grantTarget(input, found),
  apply: async (input, { stores, may, record, now }) => {
    const { target, inherited } = input
    const { role, place, missing } = await loadGrant(input, { stores })
    if (missing || !role) throw missing ?? notFound('role', input.roleId)
    if (input.actor.type === 'user') await assertCanManageSystemUserById(input.actor.id, { stores, may })
    if (target.type === 'system' && inherited)
      throw domainError('invalid', 'system_not_inherited', 'An assignment on the system cannot be inherited.')
    if (target.type === 'system' && role.domainId !== null)
      throw domainError(
        'invalid',
        'domain_role_on_system',
        `The role ${role.id} belongs to a domain and cannot be granted on the system.`,
      )
    if (target.type === 'project' && role.domainId !== null && role.domainId !== place?.domainId)
      throw domainError(
        'failed_precondition',
        'domain_role_mismatch',
        'A domain role can be granted only on projects of its domain.',
      )
    if (await stores.assignments.insert(input, { createdAt: now, updatedAt: now }))
      record(grantEvent('assignment.created', input, place))
  },
})

/** Revokes a role, also of a deleted actor. Rejects with `not_found` when there is no such assignment. */
export const revokeRole = command({
  rules: grantRules('revoke'),
  missing: 'shown',
  load: (input: Assignment, at) => loadGrantParts(true)(input, at),
  target: (input, found) => grantTarget(input, found),
  apply: async (input, { stores, may, found: { place, missing }, record }) => {
    if (missing) throw missing
    if (input.actor.type === 'user') await assertCanManageSystemUserById(input.actor.id, { stores, may })
    if (!(await stores.assignments.delete(input))) throw notFound('role_assignment', input.roleId)
    record(grantEvent('assignment.deleted', input, place))
  },
})
