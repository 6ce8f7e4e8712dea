import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import { pageOf } from '../../kernel/paging/page-of.ts'
import type { Role } from '../roles/role.ts'
import type { Assignment } from './assignment.ts'
import { type GrantKey, grantRule, grantTarget, loadPieces } from './grant.ts'

/** Rejects with `not_found` unless exactly this was given: nothing is followed through groups, trees or implications. */
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
  load: (input: GrantKey & { readonly page: Page }, at) => loadPieces()(input, at),
  target: (input, found) => grantTarget(input, found),
  read: async ({ actor, target, inherited, page }, { missing }, { stores }): Promise<Slice<Role>> => {
    if (missing) throw missing
    const given = await stores.assignments.list({ actors: [actor], targets: [target], inherited })
    return pageOf(await stores.roles.getMany(given.map(({ roleId }) => roleId)), page)
  },
})
