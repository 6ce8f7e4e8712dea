import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { Role } from './role.ts'
import type { RoleFilterKey } from './role-store.ts'

type Query = ListQuery<RoleFilterKey>

const asksForDomain = ({ where }: Query): boolean =>
  where.some(({ key, op, value }) => key === 'domain_id' && op === 'eq' && value !== null && value !== '')

/** The global roles, or those of a domain when the filter has its id. Rejects with `not_found` for an unknown marker. */
export const listRoles = query({
  searches: true,
  rules: {
    any: ['identity:list_roles', 'identity:list_domain_roles'],
    choose: (input: Query) => (asksForDomain(input) ? 'identity:list_domain_roles' : 'identity:list_roles'),
  },
  read: async (input, _found, { stores }): Promise<Slice<Role>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.roles.get(after))) throw notFound('marker', after)
    if (asksForDomain(input)) return stores.roles.list(input)
    const where = input.where.filter(({ key, value }) => key !== 'domain_id' || value !== '')
    return stores.roles.list({ ...input, where: [...where, eq('domain_id', null)] })
  },
})
