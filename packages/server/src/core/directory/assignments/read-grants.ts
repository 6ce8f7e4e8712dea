import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import { pageOf } from '../../kernel/paging/page-of.ts'
import type { Role } from '../roles/role.ts'
import type { Assignment } from './assignment.ts'
import { type GrantKey, grantRules, grantTarget, loadGrantParts } from './grant.ts'

/** Rejects with `not_found` unless exactly this assignment exists, without groups, inheritance and implications. */
export const checkGrant = query({
  rules: grantRules('check'),
  missing: 'shown',
  load: (input: Assignment, at) => loadGrantParts()(input, at),
  target: (input, found) => grantTarget(input, found),
  read: async (input, { missing }, { stores }): Promise<void> => {
    if (missing) throw missing
    if (!(await stores.assignments.has(input))) throw notFound('role_assignment', input.roleId)
  },
})

/** The roles assigned directly to the actor on the target. Rejects with `not_found` for an unknown marker. */
export const listGrants = query({
  searches: true,
  rules: grantRules('list'),
  missing: 'shown',
  load: (input: GrantKey & { readonly page: Page }, at) => loadGrantParts()(input, at),
  target: (input, found) => grantTarget(input, found),
  read: async ({ actor, target, inherited, page }, { missing }, { stores }): Promise<Slice<Role>> => {
    if (missing) throw missing
    const assignments = await stores.assignments.list({ actors: [actor], targets: [target], inherited })
    return pageOf(await stores.roles.getMany(assignments.map(({ roleId }) => roleId)), page)
  },
})
