import { eq, type ListQuery, type Slice } from '../lists/list-query.ts'
import { type At, query } from '../operation.ts'
import type { Project } from '../projects/project.ts'
import type { ProjectFilterKey, Reach } from '../projects/project-store.ts'
import { notFound } from '../refusal.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { reachOf } from './reach-of.ts'

type Asked = ListQuery<ProjectFilterKey>

const nothing: Slice<Project> = { rows: [], more: false }

const within = async (
  reach: Reach,
  isDomain: boolean,
  input: Asked,
  { stores }: Pick<At, 'stores'>,
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
  load: ({ userId }: Asked & { readonly userId: string }, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, at): Promise<Slice<Project>> =>
    within((await reachOf(user.id, at.stores)).projects, false, input, at),
})

/** The projects that the caller could get a token for, were they enabled. */
export const listOwnProjects = query({
  searches: true,
  rule: 'identity:get_auth_projects',
  read: async (input: Asked, _found, at): Promise<Slice<Project>> =>
    at.caller.kind === 'known'
      ? within((await reachOf(at.caller.userId, at.stores)).projects, false, input, at)
      : nothing,
})

/** The domains that the caller could get a token for, were they enabled. */
export const listOwnDomains = query({
  searches: true,
  rule: 'identity:get_auth_domains',
  read: async (input: Asked, _found, at): Promise<Slice<Project>> =>
    at.caller.kind === 'known'
      ? within({ ids: (await reachOf(at.caller.userId, at.stores)).domainIds, below: [] }, true, input, at)
      : nothing,
})
