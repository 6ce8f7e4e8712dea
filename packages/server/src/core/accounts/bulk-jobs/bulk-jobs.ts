import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import { withDerivedState } from '../imports/import.ts'
import type { ImportListQuery } from '../imports/import-store.ts'
import { importTarget, type ListImportErrors } from '../imports/imports.ts'
import { manageRule } from './action-right.ts'
import type { BulkError, BulkJob } from './bulk-job.ts'

/** Fetches a job or rejects with `not_found`. */
export const requireBulkJob = async (
  id: string,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<BulkJob> => {
  const found = await stores.bulkJobs.get(id)
  if (!found) throw notFound('bulk_job', id)
  return withDerivedState(found, now)
}

export const getBulkJob = query({
  rule: manageRule,
  load: ({ id }: { readonly id: string }, at) => requireBulkJob(id, at),
  target: (_input, found) => importTarget(found),
  read: async (_input, found): Promise<BulkJob> => found,
})

/** Newest first. A domain-scoped caller sees only jobs of its domain, whatever the filter. */
export const listBulkJobs = query({
  searches: true,
  rule: manageRule,
  target: ({ domainId }: ImportListQuery, _found, { caller }) => ({
    target: { user: { domain_id: domainRestriction(caller) ?? domainId } },
  }),
  read: async (input, _found, { stores, caller, now }): Promise<Slice<BulkJob>> => {
    const { rows, more } = await stores.bulkJobs.list({
      ...input,
      domainId: domainRestriction(caller) ?? input.domainId,
    })
    return { rows: rows.map((job) => withDerivedState(job, now)), more }
  },
})

/** The first `errorsKept` errors, ordered by row. */
export const listBulkErrors = query({
  searches: true,
  rule: manageRule,
  load: ({ id }: ListImportErrors, at) => requireBulkJob(id, at),
  target: (_input, found) => importTarget(found),
  read: async ({ id, after, limit }, _found, { stores }): Promise<Slice<BulkError>> =>
    stores.bulkJobs.errors(id, after, limit),
})

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
