import type { Slice } from '../../kernel/paging/list-query.ts'
import type { ImportListQuery } from '../imports/import-store.ts'
import type { BulkError, BulkJob, BulkOutcome } from './bulk-job.ts'

/** A user id or an email address, with its position in the list. */
export type BulkListed = { readonly row: number; readonly value: string }

/** The lease of a run: the run that may advance a job, and its expected position. */
export type BulkJobLease = { readonly id: string; readonly leaseId: string; readonly handled: number }

export type BulkStep = {
  readonly row: number
  readonly outcome: BulkOutcome
  /** The user id, for the source `filter`; else null. */
  readonly afterId: string | null
  readonly at: number
}

export type BulkJobStore = {
  /** Rejects with `not_found` for an unknown domain. */
  insert(job: BulkJob, listed: readonly BulkListed[]): Promise<void>
  get(id: string): Promise<BulkJob | undefined>
  /** Newest first. */
  list(query: ImportListQuery): Promise<Slice<BulkJob>>
  /** Deletes the job with its list and errors. False when there is no such job. */
  delete(id: string): Promise<boolean>
  /** Assigns the job to a run, replacing any other run. False when the job is done or missing. */
  acquireLease(id: string, leaseId: string, at: number): Promise<boolean>
  /** The next entries of the list that are not handled yet. */
  next(id: string, limit: number): Promise<readonly BulkListed[]>
  /** Counts a user as handled and removes it from the list. False, without change, when another run has the job. */
  recordStep(lease: BulkJobLease, step: BulkStep): Promise<boolean>
  /** Ends a run. False, and nothing changed, when another run has taken the job. */
  releaseLease(
    lease: Pick<BulkJobLease, 'id' | 'leaseId'>,
    end: { readonly stoppedBy: string | null; readonly at: number },
  ): Promise<boolean>
  addError(id: string, error: BulkError): Promise<void>
  /** Ordered by row; `after` is the last row of the previous page. */
  errors(id: string, after: number, limit: number): Promise<Slice<BulkError>>
}
