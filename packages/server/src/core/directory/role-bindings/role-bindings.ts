import { notFound } from '../../kernel/domain-error.ts'
import { query, type WithRule } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import { domainRoles } from '../assignments/domain-role.ts'
import { loadMembership, type MembershipRef, membershipTarget } from '../members/membership.ts'
import { callerDomain } from '../users/look-up-user.ts'
import { type RoleBinding, requireBinding, timesOf } from './role-binding.ts'

/** Finds a binding by the rule of the operation that the caller intends. */
export const lookUpRoleBindingFor = ({ rule }: WithRule) =>
  query({
    rule,
    load: (ref: MembershipRef, at) => loadMembership(ref, at),
    target: (_ref, membership) => membershipTarget(membership),
    read: async ({ userId, projectId }, { user, project }, at): Promise<RoleBinding> => {
      if (!user || !project) throw notFound('role_binding', `${userId} on ${projectId}`)
      return requireBinding(user.id, project, at)
    },
  })

export const getRoleBinding = lookUpRoleBindingFor({ rule: 'muster:get_role_binding' })

export type ListRoleBindings = {
  readonly userId?: string | undefined
  /** Depth of the projects; 3 includes greater depths. */
  readonly depth: 2 | 3
  readonly limit: number
  /** The last binding of the previous page. */
  readonly after?: { readonly userId: string; readonly projectId: string } | undefined
}

/** The role bindings of the caller's domain, ordered by projects and users. */
export const listRoleBindings = query({
  searches: true,
  rule: 'muster:list_role_bindings',
  target: (_input: ListRoleBindings, _found, at) => ({ target: { domain_id: callerDomain(at) } }),
  read: async (input, _found, at): Promise<Slice<RoleBinding>> => {
    const { stores } = at
    const named = (await Promise.all(domainRoles.map((name) => stores.roles.getByName(name)))).flat()
    const { rows, more } = await stores.assignments.listOnProjects({
      ...input,
      domainId: callerDomain(at),
      exceptRoleIds: named.filter(({ domainId }) => domainId === null).map(({ id }) => id),
    })
    return {
      rows: rows.map(({ projectCreatedAt, ...row }) => ({
        ...row,
        depth: input.depth,
        ...timesOf(row, { createdAt: projectCreatedAt }),
      })),
      more,
    }
  },
})
