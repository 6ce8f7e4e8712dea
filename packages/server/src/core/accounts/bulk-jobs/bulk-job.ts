import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { ImportState } from '../imports/import.ts'

/** What is done to each user of a job. */
export const bulkActions = ['invite', 'enable', 'disable', 'delete', 'grant_role', 'revoke_role'] as const
export type BulkAction = (typeof bulkActions)[number]

/** How the users of a job are given; `emails` is for invitations of people who are not users yet. */
export const bulkSources = ['ids', 'emails', 'filter'] as const
export type BulkSource = (typeof bulkSources)[number]

/** Users of one job that are given as a list. */
export const mostUsers = 10_000

export type BulkRole = {
  readonly roleId: string
  readonly target: AssignmentTarget
  readonly inherited: boolean
}

/** What became of one user. */
export type BulkOutcome = 'changed' | 'unchanged' | 'failed'

/** The last three add up to `handled`. */
export type BulkCounts = { readonly handled: number } & Readonly<Record<BulkOutcome, number>>

/** One action on many users of one domain. It runs only while its creator asks it to run. */
export type BulkJob = BulkCounts & {
  readonly id: string
  readonly domainId: string
  readonly action: BulkAction
  /** Of `grant_role` and `revoke_role` only. */
  readonly role: BulkRole | null
  readonly source: BulkSource
  /** CQL2 text; of the source `filter` only. */
  readonly filter: string | null
  /** Null for a filter: the users are found as the job proceeds. */
  readonly total: number | null
  /** The last user of a filter that was handled; the next ones have a greater id. */
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

/** Why one user was not changed. `row` is the place in the list, from 1, or the count of users found by the filter. */
export type BulkError = {
  readonly row: number
  /** Null for an email: the list of the client has it. */
  readonly userId: string | null
  readonly code: string
  readonly message: string
}
