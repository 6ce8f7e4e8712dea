import type { Actor, Assignment, AssignmentTarget, AssignmentTimes } from './assignment.ts'

/** Conditions, ANDed; each list is "one of". */
export type AssignmentFilter = {
  readonly actors?: readonly Actor[] | undefined
  readonly targets?: readonly AssignmentTarget[] | undefined
  readonly roleIds?: readonly string[] | undefined
  readonly inherited?: boolean | undefined
  /** On this domain or one of its projects. */
  readonly ofDomain?: string | undefined
}

export type AssignmentStore = {
  /** Idempotent: false when it was there already. Refuses `not_found` for an unknown role. */
  insert(assignment: Assignment, times?: AssignmentTimes): Promise<boolean>
  delete(assignment: Assignment): Promise<boolean>
  has(assignment: Assignment): Promise<boolean>
  list(filter: AssignmentFilter): Promise<readonly Assignment[]>
  /** In the order of actors, targets and roles. */
  listTimed(filter: AssignmentFilter): Promise<readonly (Assignment & AssignmentTimes)[]>
  deleteOfActor(actor: Actor): Promise<number>
  deleteOfTarget(target: AssignmentTarget): Promise<number>
  deleteOfRole(roleId: string): Promise<number>
  /**
   * Everything given to users and groups of the domain, on the domain and its projects, and every grant of
   * the domain's own roles. Reads those tables, so it comes before they are emptied.
   */
  deleteOfDomain(domainId: string): Promise<number>
}
