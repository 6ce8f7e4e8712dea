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
import { placeOfEffective, placeOfGiven, textOfPlace } from './page-of-assignments.ts'

/** Rows of a list for which no page is asked: clients that know no pages see no end of a list. */
export const mostRows = 20_000
/** Rows that are read in one statement. */
const rowsAtOnce = 1000

export type ListAssignments = {
  readonly actor?: Actor | undefined
  readonly target?: AssignmentTarget | undefined
  readonly roleId?: string | undefined
  /** True: only inherited ones; false: only those that are not. */
  readonly inherited?: boolean | undefined
  /** What takes effect instead of what was given. */
  readonly effective?: boolean | undefined
  /** The project that is the target and everything below it. */
  readonly subtree?: boolean | undefined
  readonly names?: boolean | undefined
  /** Absent: the whole list, or its first `mostRows`. `after` is the place of the last row already seen. */
  readonly page?: Page | undefined
}

/** `source` is there on rows of what takes effect. */
export type AssignmentRow = Assignment & { readonly source?: AssignmentSource }

export type AssignmentList = {
  readonly rows: readonly AssignmentRow[]
  readonly names?: AssignmentNames
  /** The place of the last row, when others follow it. */
  readonly next?: string
}

const check = ({ actor, target, effective, inherited, subtree }: ListAssignments): void => {
  if (subtree && target?.type !== 'project')
    throw domainError('invalid', 'subtree_of_nothing', 'A subtree can be listed of a project only: name it.')
  if (effective && actor?.type === 'group')
    throw domainError('invalid', 'effective_of_group', 'Groups never show up in a list of what takes effect.')
  if (effective && inherited && target?.type === 'domain')
    throw domainError('invalid', 'effective_inherited_by_domain', 'Domains inherit nothing.')
}

/** The tree has a rule of its own, which sees the domain of the project. */
const load = async (input: ListAssignments, { stores }: OperationContext): Promise<Project | undefined> => {
  check(input)
  if (!input.subtree || input.target?.type !== 'project') return undefined
  const project = await stores.projects.get(input.target.id)
  if (!project) throw notFound('project', input.target.id)
  return project
}

const given = async (
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
  return pieceByPiece(page, (piece) => stores.assignments.listPage(filter, piece))
}

/** A long page as several shorter ones. */
const pieceByPiece = async (
  { limit, after }: AssignmentPage,
  read: (piece: AssignmentPage) => Promise<Slice<Assignment>>,
): Promise<Slice<AssignmentRow>> => {
  const rows: Assignment[] = []
  for (let last = after; ; ) {
    const piece = await read({ limit: Math.min(limit - rows.length, rowsAtOnce), after: last })
    rows.push(...piece.rows)
    last = rows.at(-1)
    if (!piece.more || rows.length >= limit) return { rows, more: piece.more }
  }
}

const inEffect = async (
  { actor, effective: _effective, page: _page, ...query }: ListAssignments,
  page: EffectivePage,
  ofDomain: string | undefined,
  { stores }: OperationContext,
): Promise<Slice<AssignmentRow>> => {
  const { rows, more } = await effectiveAssignments({ ...query, userId: actor?.id, ofDomain }, page, stores)
  const shown: AssignmentRow[] = []
  for (const { userId, target, roleId, source } of rows) {
    // Shown on the project it reaches, as inherited from above.
    const inherited = source.from !== undefined
    shown.push({ actor: { type: 'user', id: userId }, target, roleId, inherited, source })
  }
  return { rows: shown, more }
}

/** A domain-scoped caller sees what is given on its domain and the projects of it. */
export const listAssignments = query({
  searches: true,
  // As Keystone, which looks the project up before it asks the rule.
  missing: 'shown',
  rule: ({ subtree }: ListAssignments) =>
    subtree ? 'identity:list_role_assignments_for_tree' : 'identity:list_role_assignments',
  load,
  target: ({ subtree }, project, { caller }) => ({
    target: {
      domain_id: subtree ? project?.domainId : domainRestriction(caller),
      ...(project ? { project: { id: project.id, domain_id: project.domainId } } : {}),
    },
  }),
  read: async (input, _found, at): Promise<AssignmentList> => {
    const ofDomain = domainRestriction(at.caller)
    const { limit = mostRows, after } = input.page ?? {}
    const work = listWork(at.ports)
    const { rows, more } = input.effective
      ? await inEffect(
          input,
          { limit, after: after === undefined ? undefined : placeOfEffective(after), work },
          ofDomain,
          at,
        )
      : await given(
          input,
          { limit, after: after === undefined ? undefined : placeOfGiven(after) },
          ofDomain,
          at,
        )
    const last = more ? rows.at(-1) : undefined
    return {
      rows,
      ...(input.names ? { names: await nameAssignments(rows, at.stores, work) } : {}),
      ...(last ? { next: textOfPlace(last) } : {}),
    }
  },
})
