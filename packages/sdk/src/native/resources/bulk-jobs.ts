import { readLines } from '../../transport/lines.ts'
import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type { BulkJob, BulkJobError, NewBulkJob } from '../types.ts'

export type BulkCounts = Pick<BulkJob, 'handled' | 'changed' | 'unchanged' | 'failed'>

/** A line of the response while a job runs. Without a `done` or `stopped` at the end, the connection broke. */
export type BulkLine =
  | ({ readonly kind: 'error' } & BulkJobError)
  | ({ readonly kind: 'progress' | 'done' } & BulkCounts)
  | ({ readonly kind: 'stopped'; readonly code: string; readonly message: string } & BulkCounts)

const path = '/bulk-jobs/{bulk_job_id}'

export const makeBulkJobs = (api: NativeApi) => ({
  /** Bulk jobs, newest first. */
  list: (query: { readonly domain_id?: string; readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<BulkJob>('/bulk-jobs', 'bulk_jobs', { query }, options),

  /** Creates a job for one action on many users. Nothing changes until it is run. */
  create: (job: NewBulkJob, options?: PostOptions) =>
    api.send<BulkJob>('POST', '/bulk-jobs', { json: job }, options),

  get: (jobId: string, options?: CallOptions) =>
    api.send<BulkJob>('GET', path, { params: { bulk_job_id: jobId } }, options),

  /** Deletes a job, its list and its errors; its changes stay. */
  async delete(jobId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { bulk_job_id: jobId } }, options)
  },

  /** Runs or continues a job for at most 20 seconds or `max_users`, and yields errors and progress. */
  async *run(
    jobId: string,
    query: { readonly max_users?: number } = {},
    options: CallOptions = {},
  ): AsyncGenerator<BulkLine> {
    const request = { method: 'POST', path: `${path}/run` } as const
    const params = { bulk_job_id: jobId }
    const { raw } = await api.transport.send({ ...request, params, query, expect: 'stream', ...options })
    for await (const line of readLines(raw, request)) {
      const { state, ...rest } = line as Readonly<Record<string, unknown>>
      yield { ...rest, kind: 'row' in rest ? 'error' : (state ?? 'progress') } as BulkLine
    }
  },

  /** The first 10,000 errors, in the order of the job. */
  errors: (jobId: string, query: { readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<BulkJobError>(`${path}/errors`, 'errors', { params: { bulk_job_id: jobId }, query }, options),
})
