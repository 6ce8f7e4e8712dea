import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { ImportState } from '../imports/import.ts'

/** The action of a job, performed on each of its users. */
export const bulkActions = [
  'invite',
  'enable',
  'disable',
  'delete',
  'restore',
  'grant_role',
  'revoke_role',
  'add_to_group',
  'remove_from_group',
  'set_plan',
] as const
export type BulkAction = (typeof bulkActions)[number]

/** How the users of a job are specified; `emails` is for invitations of people who are not users yet. */
export const bulkSources = ['ids', 'emails', 'filter'] as const
export type BulkSource = (typeof bulkSources)[number]

/** Maximum number of users in the list of one job. */
export const maxUsers = 10_000

export type BulkRole = {
  readonly roleId: string
  readonly target: AssignmentTarget
  readonly inherited: boolean
}

/** The result for one user. */
export type BulkOutcome = 'changed' | 'unchanged' | 'failed'

/** The last three add up to `handled`. */
export type BulkCounts = { readonly handled: number } & Readonly<Record<BulkOutcome, number>>

/** One action on many users of one domain. It runs only during a request of its creator to run it. */
export type BulkJob = BulkCounts & {
  readonly id: string
  readonly domainId: string
  readonly action: BulkAction
  /** Set for `grant_role` and `revoke_role` only. */
  readonly role: BulkRole | null
  /** Set for `add_to_group` and `remove_from_group` only. */
  readonly groupId: string | null
  /** For `set_plan`: the plan, null to detach it. Null for other actions. */
  readonly planId: string | null
  readonly source: BulkSource
  /** CQL2 text; set for the source `filter` only. */
  readonly filter: string | null
  /** Null for a filter: users are searched as the job proceeds. */
  readonly total: number | null
  /** The last handled user of a filter; the search continues with greater ids. */
  readonly afterId: string | null
  readonly state: ImportState
  readonly stoppedBy: string | null
  /** Null: the operator. */
  readonly createdBy: string | null
  /** The delegated credentials that created the job, as `kind:id`; null without delegation. */
  readonly delegation: string | null
  /** Unix milliseconds, as below. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** The error for one user. `row` is the position in the list or among the users found by the filter, from 1. */
export type BulkError = {
  readonly row: number
  /** Null for an email: the client finds it in its own list by `row`. */
  readonly userId: string | null
  readonly code: string
  readonly message: string
}
