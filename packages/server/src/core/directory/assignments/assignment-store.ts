import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Actor, Assignment, AssignmentTarget, AssignmentTimes } from './assignment.ts'

/** Conditions, ANDed; each list is "one of". */
export type AssignmentFilter = {
  readonly actors?: readonly Actor[] | undefined
  readonly targets?: readonly AssignmentTarget[] | undefined
  readonly roleIds?: readonly string[] | undefined
  readonly inherited?: boolean | undefined
  /** On this domain or one of its projects. */
  readonly ofDomain?: string | undefined
  readonly actorType?: Actor['type'] | undefined
  /** Actors from this id on, in the order of pages. */
  readonly actorsFrom?: string | undefined
  /** Any of these. */
  readonly anyOf?: readonly Pick<AssignmentFilter, 'targets' | 'inherited'>[] | undefined
  readonly exceptSystem?: boolean | undefined
}

/** A page of assignments in the order of actors, targets and roles, by their ids; `after` is the last one seen. */
export type AssignmentPage = { readonly limit: number; readonly after?: Assignment | undefined }

/** What names are read of; domains are projects. */
export type NamedNoun = 'users' | 'groups' | 'projects' | 'roles'

export type NamedThing = { readonly id: string; readonly name: string; readonly domainId: string | null }

/** Roles of users, given directly on projects of a domain that stand so deep; 3 is also what stands deeper. */
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
  /** Idempotent: false when it was there already. Rejects with `not_found` for an unknown role. */
  insert(assignment: Assignment, times?: AssignmentTimes): Promise<boolean>
  delete(assignment: Assignment): Promise<boolean>
  has(assignment: Assignment): Promise<boolean>
  list(filter: AssignmentFilter): Promise<readonly Assignment[]>
  listPage(filter: AssignmentFilter, page: AssignmentPage): Promise<Slice<Assignment>>
  /** Domains and projects that inherited assignments were given on, each once, in no particular order. */
  inheritedFrom(filter: AssignmentFilter, limit: number): Promise<Slice<string>>
  /** Names alone, of those that exist. */
  names(noun: NamedNoun, ids: readonly string[]): Promise<readonly NamedThing[]>
  /** In the order of actors, targets and roles. */
  listTimed(filter: AssignmentFilter): Promise<readonly (Assignment & AssignmentTimes)[]>
  /** In the order of projects and users; of several roles of one user on one project the first by id. */
  listOnProjects(query: OnProjects): Promise<Slice<RoleOnProject>>
  deleteOfActor(actor: Actor): Promise<number>
  deleteOfTarget(target: AssignmentTarget): Promise<number>
  deleteOfRole(roleId: string): Promise<number>
  /**
   * Everything given to users and groups of the domain, on the domain and its projects, and every grant of
   * the domain's own roles. Reads those tables, so it comes before they are emptied.
   */
  deleteOfDomain(domainId: string): Promise<number>
}
