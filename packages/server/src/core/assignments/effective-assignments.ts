import { notFound } from '../refusal.ts'
import type { Stores } from '../stores.ts'
import type { Actor, Assignment, AssignmentTarget } from './assignment.ts'
import type { AssignmentFilter } from './assignment-store.ts'
import { impliedClosure, inheritableTargets } from './effective-roles.ts'
import { type EffectiveAssignment, expandAssignments } from './expand-assignments.ts'
import { actorsOf } from './reach-of.ts'

export type EffectiveQuery = {
  readonly userId?: string | undefined
  readonly target?: AssignmentTarget | undefined
  /** With a project as target: that project and everything below it. */
  readonly subtree?: boolean | undefined
  /** Matches after implication. */
  readonly roleId?: string | undefined
  /** True: only what is inherited; false: only what is not. */
  readonly inherited?: boolean | undefined
  /** On this domain or its projects only. */
  readonly ofDomain?: string | undefined
}

type Asked = Pick<Stores, 'assignments' | 'groups' | 'projects' | 'roles' | 'users'>

/** The grants that can come to something the query asks for, and the projects the inherited ones reach. */
type Candidates = {
  readonly given: readonly Assignment[]
  readonly reach: ReadonlyMap<string, readonly string[]>
}

/** Everything above each place, as far as the links tell. */
const reachFrom = (places: Iterable<string>, parents: ReadonlyMap<string, string | null>) => {
  const above = (id: string) => {
    const ids: string[] = []
    for (let up = parents.get(id); up !== undefined && up !== null; up = parents.get(up)) ids.push(up)
    return ids
  }
  return new Map([...places].map((id) => [id, above(id)]))
}

const everywhere = async (
  filter: AssignmentFilter,
  inherited: boolean | undefined,
  stores: Asked,
): Promise<Candidates> => {
  const given = (await stores.assignments.list({ ...filter, inherited })).filter(
    ({ target }) => target.type !== 'system',
  )
  const sources = given.flatMap(({ target, inherited: down }) =>
    down && target.type !== 'system' ? [target.id] : [],
  )
  const links = await stores.projects.linksBelow([...new Set(sources)])
  const parents = new Map(links.map(({ id, parentId }) => [id, parentId]))
  return { given, reach: reachFrom(parents.keys(), parents) }
}

const onProject = async (
  id: string,
  { subtree, inherited }: EffectiveQuery,
  filter: AssignmentFilter,
  stores: Asked,
): Promise<Candidates> => {
  const project = await stores.projects.get(id)
  if (!project) throw notFound('project', id)
  const [above, below] = await Promise.all([
    stores.projects.ancestors(id),
    subtree ? stores.projects.descendants(id) : [],
  ])
  const places = [project, ...below]
  // What is given to a place inside the subtree comes down to those below it.
  const sources = subtree ? [...above, ...places] : above
  const [direct, handedDown] = await Promise.all([
    inherited === true
      ? []
      : stores.assignments.list({
          ...filter,
          targets: places.map((place) => ({ type: 'project', id: place.id })),
          inherited: false,
        }),
    inherited === false
      ? []
      : stores.assignments.list({ ...filter, targets: sources.flatMap(inheritableTargets), inherited: true }),
  ])
  const parents = new Map([...above, ...places].map((one) => [one.id, one.parentId]))
  return {
    given: [...direct, ...handedDown],
    reach: reachFrom(
      places.map((place) => place.id),
      parents,
    ),
  }
}

const candidates = async (
  query: EffectiveQuery,
  filter: AssignmentFilter,
  stores: Asked,
): Promise<Candidates> => {
  const { target, inherited } = query
  if (!target) return everywhere(filter, inherited, stores)
  if (target.type === 'project') return onProject(target.id, query, filter, stores)
  // Neither a domain nor the system inherits anything.
  if (inherited === true) return { given: [], reach: new Map() }
  return {
    given: await stores.assignments.list({ ...filter, targets: [target], inherited: false }),
    reach: new Map(),
  }
}

const userActors = async (userId: string, stores: Asked): Promise<readonly Actor[]> => {
  if (!(await stores.users.get(userId))) throw notFound('user', userId)
  return actorsOf(userId, stores)
}

/**
 * Who can do what in the end (keystone.md section 15.5). The store is asked only for grants that can matter:
 * those of the user and its groups, on the target and above it, of roles that come to the one asked for.
 * Without a target the system is left out. Refuses `not_found` for an unknown user or project.
 */
export const effectiveAssignments = async (
  query: EffectiveQuery,
  stores: Asked,
): Promise<readonly EffectiveAssignment[]> => {
  const { userId, roleId, ofDomain } = query
  const implications = await stores.roles.implications()
  const upwards = implications.map(({ priorId, impliedId }) => ({ priorId: impliedId, impliedId: priorId }))
  const { given, reach } = await candidates(
    query,
    {
      ofDomain,
      actors: userId === undefined ? undefined : await userActors(userId, stores),
      roleIds: roleId === undefined ? undefined : [...impliedClosure([roleId], upwards)],
    },
    stores,
  )
  const groupIds = [...new Set(given.flatMap(({ actor }) => (actor.type === 'group' ? [actor.id] : [])))]
  const roleIds = impliedClosure(new Set(given.map((assignment) => assignment.roleId)), implications)
  const [members, roles] = await Promise.all([
    userId === undefined
      ? stores.groups.memberIdsOf(groupIds)
      : new Map(groupIds.map((id) => [id, [userId]])),
    stores.roles.getMany([...roleIds]),
  ])
  const global = new Set(roles.flatMap((role) => (role.domainId === null ? [role.id] : [])))
  const rows = expandAssignments(given, { members, reach, implications, isGlobal: (id) => global.has(id) })
  return roleId === undefined ? rows : rows.filter((row) => row.roleId === roleId)
}
