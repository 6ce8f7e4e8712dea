import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from '../projects/project.ts'
import type { AccessibleScopes, ProjectFilterKey } from '../projects/project-store.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { accessibleScopesOf } from './accessible-scopes.ts'

type Asked = ListQuery<ProjectFilterKey>

const nothing: Slice<Project> = { rows: [], more: false }

const within = async (
  reach: AccessibleScopes,
  isDomain: boolean,
  input: Asked,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Slice<Project>> => {
  const { after } = input.page
  if (after !== undefined && !(await stores.projects.get(after))) throw notFound('marker', after)
  if (reach.ids.length === 0 && reach.below.length === 0) return nothing
  return stores.projects.list({ ...input, where: [...input.where, eq('is_domain', isDomain)], reach })
}

/** The projects on which a user has a role, disabled ones included. An unknown marker is `not_found`. */
export const listUserProjects = query({
  searches: true,
  rule: 'identity:list_user_projects',
  load: ({ userId }: Asked & { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, at): Promise<Slice<Project>> =>
    within((await accessibleScopesOf(user.id, at.stores)).projects, false, input, at),
})

/** The projects that the caller could get a token for, were they enabled. */
export const listOwnProjects = query({
  searches: true,
  rule: 'identity:get_auth_projects',
  read: async (input: Asked, _found, at): Promise<Slice<Project>> =>
    at.caller.kind === 'known'
      ? within((await accessibleScopesOf(at.caller.userId, at.stores)).projects, false, input, at)
      : nothing,
})

/** The domains that the caller could get a token for, were they enabled. */
export const listOwnDomains = query({
  searches: true,
  rule: 'identity:get_auth_domains',
  read: async (input: Asked, _found, at): Promise<Slice<Project>> =>
    at.caller.kind === 'known'
      ? within(
          { ids: (await accessibleScopesOf(at.caller.userId, at.stores)).domainIds, below: [] },
          true,
          input,
          at,
        )
      : nothing,
})
