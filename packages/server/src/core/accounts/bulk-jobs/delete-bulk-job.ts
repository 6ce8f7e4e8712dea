import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { importTarget } from '../imports/get-import.ts'
import { manageRule } from './action-right.ts'
import { requireBulkJob } from './get-bulk-job.ts'

/** Deletes a job with its list and errors. Its changes remain; a run in progress stops at its next user. */
export const deleteBulkJob = command({
  rule: manageRule,
  isolation: 'read committed',
  load: ({ id }: { readonly id: string }, at) => requireBulkJob(id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ id }, { found: { domainId }, stores, record }) => {
    if (!(await stores.bulkJobs.delete(id))) throw notFound('bulk_job', id)
    record({ kind: 'bulk_job.deleted', subject: { type: 'bulk_job', id }, domainId })
  },
})
