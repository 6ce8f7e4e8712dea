import type { Page, Slice } from '../lists/list-query.ts'
import { pageOf } from '../lists/page-of.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Role } from '../roles/role.ts'
import type { Assignment } from './assignment.ts'
import { type GrantPlace, grantRule, grantTarget, loadPieces } from './grant.ts'

/** Refuses `not_found` unless exactly this was given: nothing is followed through groups, trees or implications. */
export const checkGrant = query({
  rule: grantRule('check'),
  missing: 'shown',
  load: (input: Assignment, at) => loadPieces()(input, at),
  target: (input, found) => grantTarget(input, found),
  read: async (input, { missing }, { stores }): Promise<void> => {
    if (missing) throw missing
    if (!(await stores.assignments.has(input))) throw notFound('role_assignment', input.roleId)
  },
})

/** The roles given right there. An unknown marker is `not_found`. */
export const listGrants = query({
  searches: true,
  rule: grantRule('list'),
  missing: 'shown',
  load: (input: GrantPlace & { readonly page: Page }, at) => loadPieces()(input, at),
  target: (input, found) => grantTarget(input, found),
  read: async ({ actor, target, inherited, page }, { missing }, { stores }): Promise<Slice<Role>> => {
    if (missing) throw missing
    const given = await stores.assignments.list({ actors: [actor], targets: [target], inherited })
    return pageOf(await stores.roles.getMany(given.map(({ roleId }) => roleId)), page)
  },
})
