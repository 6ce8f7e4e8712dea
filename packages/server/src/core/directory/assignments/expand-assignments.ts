import type { Implication } from '../roles/role.ts'
import type { Assignment, AssignmentTarget } from './assignment.ts'
import { impliedClosure } from './effective-roles.ts'
import type { ListWork } from './list-work.ts'
import type { ProjectsBelow } from './projects-below.ts'

/** A role of a user on a target, and the assignment it results from. */
export type EffectiveAssignment = {
  readonly userId: string
  readonly target: AssignmentTarget
  readonly roleId: string
  readonly source: AssignmentSource
}

export type AssignmentSource = {
  /** The group with the assignment, of which the user is a member. */
  readonly groupId?: string
  /** The target of the inherited assignment, above this target. */
  readonly from?: AssignmentTarget
  /** The role that directly implies this one. */
  readonly priorId?: string
}

type ImpliedRole = { readonly roleId: string; readonly priorId?: string }

/** A role and all roles it implies, each with the role that directly implies it. */
export type RolesFrom = (roleId: string) => Promise<readonly ImpliedRole[]>

export type Surroundings = {
  readonly below: ProjectsBelow
  readonly rolesFrom: RolesFrom
}

/**
 * `globalAmong` selects the global roles: domain roles only imply others and are never shown. `only` limits the result
 * to one role.
 */
export const rolesFromOf = (
  implications: readonly Implication[],
  globalAmong: (roleIds: readonly string[]) => Promise<ReadonlySet<string>>,
  only?: string,
): RolesFrom => {
  const known = new Map<string, readonly ImpliedRole[]>()
  return async (roleId) => {
    const found = known.get(roleId)
    if (found) return found
    const closure = impliedClosure([roleId], implications)
    const global = await globalAmong([...closure])
    const roles: readonly ImpliedRole[] = [
      { roleId },
      ...implications
        .filter(({ priorId }) => closure.has(priorId))
        .map(({ priorId, impliedId }) => ({ roleId: impliedId, priorId })),
    ].filter((role) => global.has(role.roleId) && (only === undefined || role.roleId === only))
    known.set(roleId, roles)
    return roles
  }
}

/**
 * The position of a row among the rows of one user: the type and the id of the target, then the remaining values as
 * text. An assigned role precedes the roles it implies.
 */
export type RowPosition = readonly [targetType: string, targetId: string, rest: string]

export const positionOfRow = ({ target, roleId, source }: EffectiveAssignment): RowPosition => [
  target.type,
  target.type === 'system' ? '' : target.id,
  JSON.stringify([source.groupId ?? '', source.from ?? '', source.priorId ?? '', roleId]),
]

/** An assignment with the sorted targets it applies to; `at` is the index of the next one. */
type Stream = {
  readonly type: AssignmentTarget['type']
  readonly ids: readonly string[]
  readonly roles: readonly ImpliedRole[]
  readonly source: AssignmentSource
  at: number
}

/** The index of the first of the sorted ids that is not before `id`. */
const firstFrom = (ids: readonly string[], id: string): number => {
  let [from, to] = [0, ids.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((ids[middle] ?? '') < id) from = middle + 1
    else to = middle
  }
  return from
}

const streamOf = async (
  { actor, target, roleId, inherited }: Assignment,
  { below, rolesFrom }: Surroundings,
  after: RowPosition | undefined,
): Promise<Stream | undefined> => {
  const roles = await rolesFrom(roleId)
  if (roles.length === 0 || (inherited && target.type === 'system')) return undefined
  const group = actor.type === 'group' ? { groupId: actor.id } : {}
  const type = inherited ? 'project' : target.type
  const ids = inherited && target.type !== 'system' ? await below(target.id) : [idOf(target)]
  const source = inherited ? { ...group, from: target } : group
  const at = !after || type > after[0] ? 0 : type < after[0] ? ids.length : firstFrom(ids, after[1])
  return { type, ids, roles, source, at }
}

const idOf = (target: AssignmentTarget): string => (target.type === 'system' ? '' : target.id)

/** The next target of all streams. */
const nextOf = (streams: readonly Stream[]): readonly [AssignmentTarget['type'], string] | undefined => {
  let next: readonly [AssignmentTarget['type'], string] | undefined
  for (const { type, ids, at } of streams) {
    const id = ids[at]
    if (id !== undefined && (!next || type < next[0] || (type === next[0] && id < next[1]))) next = [type, id]
  }
  return next
}

/**
 * Expands the assignments of one user and its groups (keystone.md section 15.5): inherited assignments to the projects
 * they apply to, and each role to the roles it implies, with one row for each implication. Returns at most `limit` rows
 * after `after`, ordered by position, and computes no more than these.
 */
export const expandAssignments = async (
  userId: string,
  grants: Iterable<Assignment>,
  surroundings: Surroundings,
  {
    limit,
    after,
    work,
  }: { readonly limit: number; readonly after?: RowPosition | undefined; readonly work: ListWork },
): Promise<readonly EffectiveAssignment[]> => {
  const streams: Stream[] = []
  for (const grant of grants) {
    const stream = await streamOf(grant, surroundings, after)
    if (stream) streams.push(stream)
    const turn = work.did(1)
    if (turn) await turn
  }
  const rows: EffectiveAssignment[] = []
  for (let next = nextOf(streams); next && rows.length < limit; next = nextOf(streams)) {
    const [type, id] = next
    const target: AssignmentTarget = type === 'system' ? { type } : { type, id }
    const here = new Map<string, EffectiveAssignment>()
    for (const stream of streams) {
      if (stream.type !== type || stream.ids[stream.at] !== id) continue
      stream.at++
      for (const { roleId, priorId } of stream.roles) {
        const source = priorId === undefined ? stream.source : { ...stream.source, priorId }
        const row = { userId, target, roleId, source }
        here.set(positionOfRow(row)[2], row)
      }
    }
    for (const rest of [...here.keys()].sort()) {
      const row = here.get(rest)
      if (row && (!after || type !== after[0] || id !== after[1] || rest > after[2])) rows.push(row)
    }
    const turn = work.did(1 + here.size + Math.ceil(streams.length / 10))
    if (turn) await turn
  }
  return rows.slice(0, limit)
}
