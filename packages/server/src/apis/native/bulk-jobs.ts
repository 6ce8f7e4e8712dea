import type { bulkJobs as contract, NewBulkJob } from '@muster/contract/native/bulk-jobs.ts'
import type { Static } from 'typebox'
import {
  type BulkCounts,
  type BulkError,
  type BulkJob,
  type BulkRole,
  maxUsers,
} from '../../core/accounts/bulk-jobs/bulk-job.ts'
import {
  deleteBulkJob,
  getBulkJob,
  listBulkErrors,
  listBulkJobs,
} from '../../core/accounts/bulk-jobs/bulk-jobs.ts'
import { type BulkUsers, createBulkJob } from '../../core/accounts/bulk-jobs/create-bulk-job.ts'
import { type BulkLine, runBulkJob } from '../../core/accounts/bulk-jobs/run-bulk-job.ts'
import { parseCql } from '../../core/kernel/cql/parse-cql.ts'
import { invalidParameter, nextCursor, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { resultLines } from './result-lines.ts'
import { fieldErrorAt, readScope, showScope } from './scopes.ts'
import { time } from './times.ts'
import { userFields } from './user-lists.ts'

const showCounts = ({ handled, changed, unchanged, failed }: BulkCounts) => ({
  handled,
  changed,
  unchanged,
  failed,
})

const showRole = ({ roleId, target, inherited }: BulkRole) => ({
  id: roleId,
  scope: showScope(target),
  inherited,
})

const showJob = (job: BulkJob) => ({
  id: job.id,
  domain_id: job.domainId,
  action: job.action,
  role: job.role && showRole(job.role),
  group_id: job.groupId,
  plan_id: job.planId,
  source: job.source,
  filter: job.filter,
  state: job.state,
  stopped_by: job.stoppedBy,
  total: job.total,
  ...showCounts(job),
  created_by: job.createdBy,
  created_at: time(job.createdAt),
  updated_at: time(job.updatedAt),
})

const showError = ({ row, userId, code, message }: BulkError) => ({ row, user_id: userId, code, message })

async function* shownErrors(lines: AsyncIterable<BulkLine>) {
  for await (const line of lines)
    yield line.kind === 'wrong' ? { ...line, error: showError(line.error) } : line
}

const readFilter = (text: string) => parseCql(text, userFields)

type Body = Static<typeof NewBulkJob>

const readUsers = ({ users: { ids, emails, filter } }: Body): BulkUsers => {
  const sources: readonly BulkUsers[] = [
    ...(ids ? [{ source: 'ids' as const, list: ids }] : []),
    ...(emails ? [{ source: 'emails' as const, list: emails }] : []),
    ...(filter === undefined ? [] : [{ source: 'filter' as const, filter }]),
  ]
  const [users] = sources
  if (!users || sources.length > 1)
    throw fieldErrorAt('/users', 'must have exactly one of ids, emails and filter')
  if (users.source === 'filter') readFilter(users.filter)
  return users
}

const readRole = ({ role }: Body): BulkRole | undefined =>
  role && {
    roleId: role.id,
    target: readScope(role.scope, '/role/scope'),
    inherited: role.inherited ?? false,
  }

const readMost = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= maxUsers) return Number(text)
  throw invalidParameter('max_users', `must be a whole number from 1 to ${maxUsers}`)
}

export const bulkJobs = {
  async listBulkJobs({ query }, context) {
    const page = readPage('bulk-jobs', query, context)
    const domainId = readText(query, 'domain_id')
    const found = await context.run(listBulkJobs, { domainId, limit: page.limit, from: page.from })
    const position = ({ id, createdAt }: BulkJob) => ({ id, value: createdAt })
    return {
      status: 200,
      body: { bulk_jobs: found.rows.map(showJob), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createBulkJob({ body }, context) {
    const made = await context.run(createBulkJob, {
      action: body.action,
      domainId: body.domain_id,
      users: readUsers(body),
      role: readRole(body),
      groupId: body.group_id,
      planId: body.plan_id,
    })
    const location = `${context.base}/api/v1/bulk-jobs/${encodeURIComponent(made.id)}`
    return { status: 201, headers: { location }, body: showJob(made) }
  },

  async getBulkJob({ params }, context) {
    return { status: 200, body: showJob(await context.run(getBulkJob, { id: params.bulk_job_id })) }
  },

  async deleteBulkJob({ params }, context) {
    await context.run(deleteBulkJob, { id: params.bulk_job_id })
    return { status: 204 }
  },

  async runBulkJob({ params, query }, context) {
    const lines = await runBulkJob({
      id: params.bulk_job_id,
      run: context.run,
      readFilter,
      now: Date.now,
      limit: readMost(readText(query, 'max_users')),
    })
    return { status: 200, body: resultLines(shownErrors(lines), showCounts) }
  },

  async listBulkJobErrors({ params, query }, context) {
    const page = readPage(`bulk-jobs/${params.bulk_job_id}/errors`, query, context)
    const found = await context.run(listBulkErrors, {
      id: params.bulk_job_id,
      after: Number(page.from?.id ?? 0),
      limit: page.limit,
    })
    const position = ({ row }: BulkError) => ({ id: String(row) })
    return {
      status: 200,
      body: { errors: found.rows.map(showError), next_cursor: nextCursor(found, page, position, context) },
    }
  },
} satisfies NativeHandlers<typeof contract>
