import { domainRestriction } from '../../kernel/caller.ts'
import { domainError, notFound } from '../../kernel/domain-error.ts'
import { filterTooExpensive } from '../../kernel/filters/search-errors.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from '../projects/project.ts'
import type { Actor, Assignment, AssignmentTarget } from './assignment.ts'
import type { AssignmentPage } from './assignment-store.ts'
import { type EffectivePage, effectiveAssignments, mostProjects } from './effective-assignments.ts'
import type { AssignmentSource } from './expand-assignments.ts'
import { listWork } from './list-work.ts'
import { type AssignmentNames, nameAssignments } from './name-assignments.ts'
import { markerOf, parseEffectiveMarker, parseStoredMarker } from './page-of-assignments.ts'

/** Maximum number of rows without paging, for clients that cannot page. */
export const maxRows = 20_000
/** Rows read in one statement. */
const rowsAtOnce = 1000

export type ListAssignments = {
  readonly actor?: Actor | undefined
  readonly target?: AssignmentTarget | undefined
  readonly roleId?: string | undefined
  /** True: only inherited assignments; false: only others. */
  readonly inherited?: boolean | undefined
  /** Effective assignments instead of stored ones. */
  readonly effective?: boolean | undefined
  /** The target project and all projects below it. */
  readonly subtree?: boolean | undefined
  readonly names?: boolean | undefined
  /** Absent: the whole list, up to `maxRows` rows. `after` is the marker of the last row of the previous page. */
  readonly page?: Page | undefined
}

/** `source` is set for effective assignments. */
export type AssignmentRow = Assignment & { readonly source?: AssignmentSource }

export type AssignmentList = {
  readonly rows: readonly AssignmentRow[]
  readonly names?: AssignmentNames
  /** The marker of the last row, when more rows follow. */
  readonly next?: string
}

const check = ({ actor, target, effective, inherited, subtree }: ListAssignments): void => {
  if (subtree && target?.type !== 'project')
    throw domainError(
      'invalid',
      'subtree_of_nothing',
      'A subtree requires a project as the scope of the list.',
    )
  if (effective && actor?.type === 'group')
    throw domainError('invalid', 'effective_of_group', 'Effective assignments cannot be listed for a group.')
  if (effective && inherited && target?.type === 'domain')
    throw domainError(
      'invalid',
      'effective_inherited_by_domain',
      'Domains have no inherited effective assignments.',
    )
}

/** A subtree has a separate rule, which compares the domain of the project. */
const load = async (input: ListAssignments, { stores }: OperationContext): Promise<Project | undefined> => {
  check(input)
  if (!input.subtree || input.target?.type !== 'project') return undefined
  const project = await stores.projects.get(input.target.id)
  if (!project) throw notFound('project', input.target.id)
  return project
}

const storedRows = async (
  input: ListAssignments,
  page: AssignmentPage,
  ofDomain: string | undefined,
  { stores }: OperationContext,
): Promise<Slice<AssignmentRow>> => {
  const { actor, target, roleId, inherited, subtree } = input
  const below =
    subtree && target?.type === 'project'
      ? await stores.projects.linksBelow([target.id], mostProjects)
      : { rows: [], more: false }
  if (below.more) throw filterTooExpensive()
  const filter = {
    actors: actor && [actor],
    targets: target && [target, ...below.rows.map(({ id }) => ({ type: 'project', id }) as const)],
    roleIds: roleId === undefined ? undefined : [roleId],
    inherited,
    ofDomain,
  }
  return readInBatches(page, (batch) => stores.assignments.listPage(filter, batch))
}

/** Reads a long page in several statements. */
const readInBatches = async (
  { limit, after }: AssignmentPage,
  read: (batch: AssignmentPage) => Promise<Slice<Assignment>>,
): Promise<Slice<AssignmentRow>> => {
  const rows: Assignment[] = []
  for (let last = after; ; ) {
    const batch = await read({ limit: Math.min(limit - rows.length, rowsAtOnce), after: last })
    rows.push(...batch.rows)
    last = rows.at(-1)
    if (!batch.more || rows.length >= limit) return { rows, more: batch.more }
  }
}

const effectiveRows = async (
  { actor, effective: _effective, page: _page, ...query }: ListAssignments,
  page: EffectivePage,
  ofDomain: string | undefined,
  { stores }: OperationContext,
): Promise<Slice<AssignmentRow>> => {
  const { rows, more } = await effectiveAssignments({ ...query, userId: actor?.id, ofDomain }, page, stores)
  const shown: AssignmentRow[] = []
  for (const { userId, target, roleId, source } of rows) {
    // Shown on the project it applies to, as inherited from above.
    const inherited = source.from !== undefined
    shown.push({ actor: { type: 'user', id: userId }, target, roleId, inherited, source })
  }
  return { rows: shown, more }
}

/** Lists assignments. A domain-scoped caller sees assignments on its domain and its projects. */
export const listAssignments = query({
  searches: true,
  // Keystone loads the project before it checks the rule.
  missing: 'shown',
  rules: {
    any: ['identity:list_role_assignments', 'identity:list_role_assignments_for_tree'],
    choose: ({ subtree }: ListAssignments) =>
      subtree ? 'identity:list_role_assignments_for_tree' : 'identity:list_role_assignments',
  },
  load,
  target: ({ subtree }, project, { caller }) => ({
    target: {
      domain_id: subtree ? project?.domainId : domainRestriction(caller),
      ...(project ? { project: { id: project.id, domain_id: project.domainId } } : {}),
    },
  }),
  read: async (input, _found, at): Promise<AssignmentList> => {
    const ofDomain = domainRestriction(at.caller)
    const { limit = maxRows, after } = input.page ?? {}
    const work = listWork(at.ports)
    const { rows, more } = input.effective
      ? await effectiveRows(
          input,
          { limit, after: after === undefined ? undefined : parseEffectiveMarker(after), work, now: at.now },
          ofDomain,
          at,
        )
      : await storedRows(
          input,
          { limit, after: after === undefined ? undefined : parseStoredMarker(after) },
          ofDomain,
          at,
        )
    const last = more ? rows.at(-1) : undefined
    return {
      rows,
      ...(input.names ? { names: await nameAssignments(rows, at.stores, work) } : {}),
      ...(last ? { next: markerOf(last) } : {}),
    }
  },
})
