import type { Selectable } from 'kysely'
import type { BulkAction, BulkError, BulkJob, BulkSource } from '../../core/accounts/bulk-jobs/bulk-job.ts'
import type { BulkJobStore } from '../../core/accounts/bulk-jobs/bulk-job-store.ts'
import type { ImportState } from '../../core/accounts/imports/import.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { insertMany, insertRow } from '../engine/insert-rows.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { findRow, hasDeleted, hasUpdated } from '../engine/results.ts'

export type BulkJobsTable = {
  id: string
  domain_id: string
  action: BulkAction
  /** The role and its scope, as JSON. */
  role: string | null
  group_id: string | null
  plan_id: string | null
  source: BulkSource
  filter: string | null
  total: number | null
  after_id: string | null
  state: ImportState
  stopped_by: string | null
  /** The lease of the current run. */
  runner: string | null
  handled: number
  changed: number
  unchanged: number
  failed: number
  created_by: string | null
  delegation: string | null
  created_at: number
  updated_at: number
}

/** Users that are not processed yet. */
export type BulkJobUsersTable = { job_id: string; row: number; value: string }

export type BulkJobErrorsTable = {
  job_id: string
  row: number
  user_id: string | null
  code: string
  message: string
}

const fromRow = (row: Selectable<BulkJobsTable>): BulkJob => ({
  id: row.id,
  domainId: row.domain_id,
  action: row.action,
  role: row.role === null ? null : JSON.parse(row.role),
  groupId: row.group_id,
  planId: row.plan_id,
  source: row.source,
  filter: row.filter,
  total: row.total,
  afterId: row.after_id,
  state: row.state,
  stoppedBy: row.stopped_by,
  handled: row.handled,
  changed: row.changed,
  unchanged: row.unchanged,
  failed: row.failed,
  createdBy: row.created_by,
  delegation: row.delegation,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toRow = (job: BulkJob): BulkJobsTable => ({
  id: job.id,
  domain_id: job.domainId,
  action: job.action,
  role: job.role && JSON.stringify(job.role),
  group_id: job.groupId,
  plan_id: job.planId,
  source: job.source,
  filter: job.filter,
  total: job.total,
  after_id: job.afterId,
  state: job.state,
  stopped_by: job.stoppedBy,
  runner: null,
  handled: job.handled,
  changed: job.changed,
  unchanged: job.unchanged,
  failed: job.failed,
  created_by: job.createdBy,
  delegation: job.delegation,
  created_at: job.createdAt,
  updated_at: job.updatedAt,
})

const errorFromRow = (row: Selectable<BulkJobErrorsTable>): BulkError => ({
  row: row.row,
  userId: row.user_id,
  code: row.code,
  message: row.message,
})

export const bulkJobStore = (db: Db): BulkJobStore => {
  const { q } = db
  const jobOf = (id: string) => q.updateTable('bulk_jobs').where('id', '=', id)
  return {
    insert: (job, listed) =>
      mapConstraintErrors(
        async () => {
          await q.insertInto('bulk_jobs').values(toRow(job)).execute()
          const rows = listed.map(({ row, value }) => ({ job_id: job.id, row, value }))
          await insertMany(db, 'bulk_job_users', rows)
        },
        () => notFound('domain', job.domainId),
      ),
    get: (id) => findRow(q.selectFrom('bulk_jobs').selectAll().where('id', '=', id), fromRow),
    async list({ domainId, limit, from }) {
      const all = q.selectFrom('bulk_jobs').selectAll()
      const found = domainId === undefined ? all : all.where('domain_id', '=', domainId)
      return readPage(found, { limit, from, sort: newestFirst }, fromRow)
    },
    delete: (id) => hasDeleted(q.deleteFrom('bulk_jobs').where('id', '=', id)),
    acquireLease: (id, leaseId, at) =>
      hasUpdated(
        jobOf(id)
          .set({ state: 'running', stopped_by: null, runner: leaseId, updated_at: at })
          .where('state', '<>', 'done'),
      ),
    next: (id, limit) =>
      q
        .selectFrom('bulk_job_users')
        .select(['row', 'value'])
        .where('job_id', '=', id)
        .orderBy('row')
        .limit(limit)
        .execute(),
    async recordStep({ id, leaseId, handled }, { row, outcome, afterId, at }) {
      const moved = jobOf(id)
        .set((eb) => ({
          handled: handled + 1,
          [outcome]: eb(outcome, '+', 1),
          after_id: afterId,
          updated_at: at,
        }))
        .where('runner', '=', leaseId)
        .where('handled', '=', handled)
      if (!(await hasUpdated(moved))) return false
      await q.deleteFrom('bulk_job_users').where('job_id', '=', id).where('row', '=', row).execute()
      return true
    },
    releaseLease: ({ id, leaseId }, { stoppedBy, at }) =>
      hasUpdated(
        jobOf(id)
          .set({
            state: stoppedBy === null ? 'done' : 'stopped',
            stopped_by: stoppedBy,
            runner: null,
            updated_at: at,
          })
          .where('runner', '=', leaseId),
      ),
    addError: (id, { row, userId, code, message }) =>
      insertRow(db, 'bulk_job_errors', { job_id: id, row, user_id: userId, code, message }),
    async errors(id, after, limit) {
      const rows = await q
        .selectFrom('bulk_job_errors')
        .selectAll()
        .where('job_id', '=', id)
        .where('row', '>', after)
        .orderBy('row')
        .limit(limit + 1)
        .execute()
      return slice(rows, limit, errorFromRow)
    },
  }
}
