import type { BulkJob, NewBulkJob } from '@muster/sdk'

/** The jobs of this page that delete chosen users. The server does not keep the ids of users that a job has handled. */
const deletions = new Map<string, NewBulkJob>()

export const storeDeletion = (jobId: string, job: NewBulkJob): void => {
  if (job.action === 'delete' && job.users.ids !== undefined) deletions.set(jobId, job)
}

/**
 * The job that restores the users of a deletion by this page. Undefined if some were deleted before: they would be
 * restored as well.
 */
export const undoOf = ({ id, state, changed, unchanged }: BulkJob): NewBulkJob | undefined => {
  const deletion = deletions.get(id)
  return deletion && state === 'done' && changed > 0 && unchanged === 0
    ? { ...deletion, action: 'restore' }
    : undefined
}
