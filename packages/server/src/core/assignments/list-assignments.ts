import { confinedTo } from '../caller.ts'
import type { Page } from '../lists/list-query.ts'
import { type At, query } from '../operation.ts'
import type { Project } from '../projects/project.ts'
import { notFound, refuse } from '../refusal.ts'
import type { Actor, Assignment, AssignmentTarget } from './assignment.ts'
import { effectiveAssignments } from './effective-assignments.ts'
import type { AssignmentSource } from './expand-assignments.ts'
import { type AssignmentNames, nameAssignments } from './name-assignments.ts'
import { pageOfAssignments } from './page-of-assignments.ts'

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
  /** Absent: the whole list. `after` is the place of the last row already seen. */
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
    throw refuse('invalid', 'subtree_of_nothing', 'A subtree can be listed of a project only: name it.')
  if (effective && actor?.type === 'group')
    throw refuse('invalid', 'effective_of_group', 'Groups never show up in a list of what takes effect.')
  if (effective && inherited && target?.type === 'domain')
    throw refuse('invalid', 'effective_inherited_by_domain', 'Domains inherit nothing.')
}

/** The tree has a rule of its own, which sees the domain of the project. */
const load = async (input: ListAssignments, { stores }: At): Promise<Project | undefined> => {
  check(input)
  if (!input.subtree || input.target?.type !== 'project') return undefined
  const project = await stores.projects.get(input.target.id)
  if (!project) throw notFound('project', input.target.id)
  return project
}

const given = async (input: ListAssignments, ofDomain: string | undefined, { stores }: At) => {
  const { actor, target, roleId, inherited, subtree } = input
  const below = subtree && target?.type === 'project' ? await stores.projects.descendants(target.id) : []
  return stores.assignments.list({
    actors: actor && [actor],
    targets: target && [target, ...below.map(({ id }) => ({ type: 'project', id }) as const)],
    roleIds: roleId === undefined ? undefined : [roleId],
    inherited,
    ofDomain,
  })
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
      domain_id: subtree ? project?.domainId : confinedTo(caller),
      ...(project ? { project: { id: project.id, domain_id: project.domainId } } : {}),
    },
  }),
  read: async (input, _found, at): Promise<AssignmentList> => {
    const ofDomain = confinedTo(at.caller)
    const { actor, effective, page, ...query } = input
    const found = effective
      ? (await effectiveAssignments({ ...query, userId: actor?.id, ofDomain }, at.stores)).map(
          ({ userId, target, roleId, source }): AssignmentRow => ({
            actor: { type: 'user', id: userId },
            target,
            roleId,
            // Shown on the project it reaches, as inherited from above.
            inherited: source.from !== undefined,
            source,
          }),
        )
      : await given(input, ofDomain, at)
    const list = page ? pageOfAssignments(found, page) : { rows: found }
    return input.names ? { ...list, names: await nameAssignments(list.rows, at.stores) } : list
  },
})
