import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Actor, Assignment, AssignmentTarget, AssignmentTimes } from './assignment.ts'

/** Conditions, combined with AND; a list matches any of its values. */
export type AssignmentFilter = {
  readonly actors?: readonly Actor[] | undefined
  readonly targets?: readonly AssignmentTarget[] | undefined
  readonly roleIds?: readonly string[] | undefined
  readonly inherited?: boolean | undefined
  /** On this domain or one of its projects. */
  readonly ofDomain?: string | undefined
  readonly actorType?: Actor['type'] | undefined
  /** Actors from this id on, in page order. */
  readonly actorsFrom?: string | undefined
  /** Any of these. */
  readonly anyOf?: readonly Pick<AssignmentFilter, 'targets' | 'inherited'>[] | undefined
  readonly exceptSystem?: boolean | undefined
}

/** A page of assignments ordered by actor, target and role ids; `after` is the last one of the previous page. */
export type AssignmentPage = { readonly limit: number; readonly after?: Assignment | undefined }

/** Kinds of objects whose names are read; domains are projects. */
export type NamedNoun = 'users' | 'groups' | 'projects' | 'roles'

export type NamedThing = { readonly id: string; readonly name: string; readonly domainId: string | null }

/** Direct assignments of users on projects of a domain at a depth; 3 includes greater depths. */
export type OnProjects = {
  readonly domainId: string
  readonly depth: 2 | 3
  readonly userId?: string | undefined
  readonly exceptRoleIds: readonly string[]
  readonly limit: number
  readonly after?: { readonly userId: string; readonly projectId: string } | undefined
}

export type RoleOnProject = AssignmentTimes & {
  readonly userId: string
  readonly projectId: string
  readonly projectCreatedAt: number
  readonly roleId: string
}

export type AssignmentStore = {
  /** Idempotent: false when the assignment exists. Rejects with `not_found` for an unknown role. */
  insert(assignment: Assignment, times?: AssignmentTimes): Promise<boolean>
  delete(assignment: Assignment): Promise<boolean>
  has(assignment: Assignment): Promise<boolean>
  list(filter: AssignmentFilter): Promise<readonly Assignment[]>
  listPage(filter: AssignmentFilter, page: AssignmentPage): Promise<Slice<Assignment>>
  /** The domains and projects with inherited assignments, each once, in no particular order. */
  inheritedFrom(filter: AssignmentFilter, limit: number): Promise<Slice<string>>
  /** The names of those that exist. */
  names(noun: NamedNoun, ids: readonly string[]): Promise<readonly NamedThing[]>
  /** Ordered by actors, targets and roles. */
  listTimed(filter: AssignmentFilter): Promise<readonly (Assignment & AssignmentTimes)[]>
  /** Ordered by projects and users; of several roles of one user on one project, the first by id. */
  listOnProjects(query: OnProjects): Promise<Slice<RoleOnProject>>
  deleteOfActor(actor: Actor): Promise<number>
  deleteOfTarget(target: AssignmentTarget): Promise<number>
  deleteOfRole(roleId: string): Promise<number>
  /**
   * Deletes all assignments of the domain's users and groups, on the domain and its projects, and of the domain's own
   * roles. Must run before the rows of those tables are deleted, because it reads them.
   */
  deleteOfDomain(domainId: string): Promise<number>
}
