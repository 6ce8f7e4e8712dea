import { notFound } from '../../kernel/domain-error.ts'
import { filterTooExpensive } from '../../kernel/filters/search-errors.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Stores } from '../../kernel/stores.ts'
import type { Assignment, AssignmentTarget } from './assignment.ts'
import type { AssignmentFilter } from './assignment-store.ts'
import { impliedClosure, inheritableTargets } from './effective-roles.ts'
import {
  type EffectiveAssignment,
  expandAssignments,
  type RowPosition,
  rolesFromOf,
  type Surroundings,
} from './expand-assignments.ts'
import type { ListWork } from './list-work.ts'
import { nothingBelow, type ProjectsBelow, projectsBelow } from './projects-below.ts'
import { usersInOrder } from './users-in-order.ts'

export type EffectiveQuery = {
  readonly userId?: string | undefined
  readonly target?: AssignmentTarget | undefined
  /** With a project as target: that project and all projects below it. */
  readonly subtree?: boolean | undefined
  /** Matches after implication. */
  readonly roleId?: string | undefined
  /** True: only inherited assignments; false: only others. */
  readonly inherited?: boolean | undefined
  /** On this domain or its projects only. */
  readonly ofDomain?: string | undefined
}

/** The last row of the previous page: its user and its position. */
export type EffectivePosition = { readonly userId: string; readonly row: RowPosition }
export type EffectivePage = {
  /** Unix milliseconds: expired memberships do not count. */
  readonly now: number
  readonly limit: number
  readonly after?: EffectivePosition | undefined
  readonly work: ListWork
}

type ReadStores = Pick<Stores, 'assignments' | 'groups' | 'projects' | 'roles' | 'users'>

/** Maximum number of projects below inherited assignments that one list reads. */
export const mostProjects = 200_000
/** Maximum number of group assignments that one list reads. */
export const mostGroupGrants = 100_000
/** Assignments read in one statement. */
const rowsAtOnce = 2000

/** The assignments that may contribute to the result, and the projects that inherited ones apply to. */
type Candidates = { readonly filter: AssignmentFilter; readonly below: ProjectsBelow }

const linksBelow = async (ids: readonly string[], { projects }: Pick<Stores, 'projects'>) => {
  const { rows, more } = await projects.linksBelow(ids, mostProjects)
  if (more) throw filterTooExpensive()
  return rows
}

const everywhere = async (
  inherited: boolean | undefined,
  filter: AssignmentFilter,
  stores: ReadStores,
  work: ListWork,
): Promise<Candidates> => {
  const all = { ...filter, inherited, exceptSystem: true }
  if (inherited === false) return { filter: all, below: nothingBelow }
  const sources = await stores.assignments.inheritedFrom(filter, mostProjects)
  if (sources.more) throw filterTooExpensive()
  return { filter: all, below: await projectsBelow(await linksBelow(sources.rows, stores), work) }
}

const onProject = async (
  id: string,
  { subtree, inherited }: EffectiveQuery,
  filter: AssignmentFilter,
  stores: ReadStores,
  work: ListWork,
): Promise<Candidates> => {
  const project = await stores.projects.get(id)
  if (!project) throw notFound('project', id)
  const [above, links] = await Promise.all([
    stores.projects.ancestors(id),
    subtree ? linksBelow([id], stores) : [],
  ])
  const places = [id, ...links.map((link) => link.id)]
  // Inherited assignments inside the subtree apply to the projects below their target.
  const sources = [
    ...[...above, ...(subtree ? [project] : [])].flatMap(inheritableTargets),
    ...links.map((link): AssignmentTarget => ({ type: 'project', id: link.id })),
  ]
  const up = [project, ...above].flatMap((one) =>
    one.parentId === null ? [] : [{ id: one.id, parentId: one.parentId }],
  )
  const sorted = [...up.toSorted((a, b) => (a.id < b.id ? -1 : 1)), ...links]
  return {
    filter: {
      ...filter,
      anyOf: [
        ...(inherited === true
          ? []
          : [
              {
                targets: places.map((place): AssignmentTarget => ({ type: 'project', id: place })),
                inherited: false,
              },
            ]),
        ...(inherited === false ? [] : [{ targets: sources, inherited: true }]),
      ],
    },
    below: await projectsBelow(sorted, work, new Set(places)),
  }
}

const candidates = async (
  query: EffectiveQuery,
  filter: AssignmentFilter,
  stores: ReadStores,
  work: ListWork,
): Promise<Candidates | undefined> => {
  const { target, inherited } = query
  if (!target) return everywhere(inherited, filter, stores, work)
  if (target.type === 'project') return onProject(target.id, query, filter, stores, work)
  // Domains and the system do not inherit assignments.
  if (inherited === true) return undefined
  return { filter: { ...filter, targets: [target], inherited: false }, below: nothingBelow }
}

/** All assignments of the groups in the filter, by group id. */
const groupGrants = async (
  filter: AssignmentFilter,
  { assignments }: Pick<Stores, 'assignments'>,
): Promise<ReadonlyMap<string, readonly Assignment[]>> => {
  const grants = new Map<string, Assignment[]>()
  let [after, all]: [Assignment | undefined, number] = [undefined, 0]
  do {
    const { rows, more } = await assignments.listPage(
      { ...filter, actorType: 'group' },
      { limit: rowsAtOnce, after },
    )
    for (const row of rows) {
      const known = grants.get(row.actor.id)
      if (known) known.push(row)
      else grants.set(row.actor.id, [row])
    }
    all += rows.length
    if (all > mostGroupGrants) throw filterTooExpensive()
    after = more ? rows.at(-1) : undefined
  } while (after)
  return grants
}

/**
 * One page of effective assignments (keystone.md section 15.5), ordered by user. Reads only assignments that can
 * contribute: those of the user and its groups, on the target and above it, of roles that imply the requested one.
 * Without a target the system is left out. Rejects with `not_found` for an unknown user or project, and with
 * `filter_too_expensive` when it would read too many assignments or projects.
 */
export const effectiveAssignments = async (
  query: EffectiveQuery,
  { limit, after, work, now }: EffectivePage,
  stores: ReadStores,
): Promise<Slice<EffectiveAssignment>> => {
  const { userId, roleId, ofDomain } = query
  if (userId !== undefined && !(await stores.users.get(userId))) throw notFound('user', userId)
  const groupIds = userId === undefined ? undefined : (await stores.groups.groupIdsOf(userId, now)).ids
  const implications = await stores.roles.implications()
  const upwards = implications.map(({ priorId, impliedId }) => ({ priorId: impliedId, impliedId: priorId }))
  const actors = userId === undefined ? undefined : [{ type: 'user', id: userId } as const]
  const groups = groupIds?.map((id) => ({ type: 'group', id }) as const)
  const found = await candidates(
    query,
    {
      ofDomain,
      actors: actors && [...actors, ...(groups ?? [])],
      roleIds: roleId === undefined ? undefined : [...impliedClosure([roleId], upwards)],
    },
    stores,
    work,
  )
  if (!found) return { rows: [], more: false }
  const { filter, below } = found
  const globalAmong = async (ids: readonly string[]) => {
    const roles = await stores.assignments.names('roles', ids)
    return new Set(roles.flatMap((role) => (role.domainId === null ? [role.id] : [])))
  }
  const surroundings: Surroundings = { below, rolesFrom: rolesFromOf(implications, globalAmong, roleId) }
  const ofGroups = await groupGrants({ ...filter, actors: groups }, stores)
  const rows: EffectiveAssignment[] = []
  const users = usersInOrder(
    { ...filter, actors },
    { userId, groupIds, ofGroups, from: after?.userId },
    stores,
  )
  for await (const user of users) {
    const expanded = await expandAssignments(user.id, user.grants, surroundings, {
      limit: limit + 1 - rows.length,
      after: user.id === after?.userId ? after.row : undefined,
      work,
    })
    rows.push(...expanded)
    if (rows.length > limit) break
    const turn = work.did(1)
    if (turn) await turn
  }
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}
