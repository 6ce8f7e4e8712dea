import type { KnownCaller } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from '../projects/project.ts'
import type { AccessibleScopes, ProjectFilterKey } from '../projects/project-store.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { accessibleScopesOf } from './accessible-scopes.ts'

type Query = ListQuery<ProjectFilterKey>

const nothing: Slice<Project> = { rows: [], more: false }

const within = async (
  reach: AccessibleScopes,
  isDomain: boolean,
  input: Query,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Slice<Project>> => {
  const { after } = input.page
  if (after !== undefined && !(await stores.projects.get(after))) throw notFound('marker', after)
  if (reach.ids.length === 0 && reach.below.length === 0) return nothing
  return stores.projects.list({ ...input, where: [...input.where, eq('is_domain', isDomain)], reach })
}

/** The projects on which a user has a role, including disabled ones. Rejects with `not_found` for an unknown marker. */
export const listUserProjects = query({
  searches: true,
  rule: 'identity:list_user_projects',
  load: ({ userId }: Query & { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, at): Promise<Slice<Project>> =>
    within((await accessibleScopesOf(user.id, at)).projects, false, input, at),
})

/** With the groups of a federated token. */
const ownScopes = ({ userId, chain }: KnownCaller, at: OperationContext) =>
  accessibleScopesOf(userId, at, chain.federation?.groupIds)

export const ownProjects = async (input: Query, at: OperationContext): Promise<Slice<Project>> =>
  at.caller.kind === 'known' ? within((await ownScopes(at.caller, at)).projects, false, input, at) : nothing

/** The projects on which the caller has a role, including disabled ones. */
export const listOwnProjects = query({
  searches: true,
  rule: 'identity:get_auth_projects',
  read: (input: Query, _found, at): Promise<Slice<Project>> => ownProjects(input, at),
})

/** The same on the older path, with its own rule. */
export const listOwnFederationProjects = {
  ...listOwnProjects,
  rule: 'identity:list_projects_for_user',
} as const

/** The domains on which the caller has a role, including disabled ones. */
export const listOwnDomains = query({
  searches: true,
  rule: 'identity:get_auth_domains',
  read: async (input: Query, _found, at): Promise<Slice<Project>> =>
    at.caller.kind === 'known'
      ? within({ ids: (await ownScopes(at.caller, at)).domainIds, below: [] }, true, input, at)
      : nothing,
})

/** The same on the older path, with its own rule. */
export const listOwnFederationDomains = { ...listOwnDomains, rule: 'identity:list_domains_for_user' } as const
