import assert from 'node:assert/strict'
import type { BulkCounts } from '../src/core/accounts/bulk-jobs/bulk-job.ts'
import { type CreateBulkJob, createBulkJob } from '../src/core/accounts/bulk-jobs/create-bulk-job.ts'
import { type BulkLine, runBulkJob } from '../src/core/accounts/bulk-jobs/run-bulk-job.ts'
import type { SendersRun } from '../src/core/accounts/imports/send-rows.ts'
import type { UserFilterKey } from '../src/core/directory/users/user-store.ts'
import type { Caller } from '../src/core/kernel/caller.ts'
import type { CqlFields } from '../src/core/kernel/cql/fields.ts'
import { parseCql } from '../src/core/kernel/cql/parse-cql.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { systemAdmin, type TestCore } from './test-core.ts'

const fields: CqlFields<UserFilterKey> = { username: { kind: 'text', key: 'name' } }

type How = { caller?: Caller | (() => Caller); limit?: number; now?: () => number }

/** Creates and runs bulk jobs in a test core. */
export const bulkJobFixtures = (core: () => TestCore) => {
  const create = (job: CreateBulkJob, caller?: Caller) => core().run(createBulkJob, job, caller)
  const ofIds = (action: CreateBulkJob['action'], list: readonly string[], more: object = {}) => ({
    action,
    users: { source: 'ids' as const, list },
    ...more,
  })
  const start = (id: string, { caller = systemAdmin, limit, now = core().now }: How = {}) =>
    runBulkJob({
      id,
      limit,
      now,
      readFilter: (text) => parseCql(text, fields),
      run: ((operation: never, input: never) =>
        core().run(operation, input, typeof caller === 'function' ? caller() : caller)) as SendersRun,
    })
  const countsOf = ({ handled, changed, unchanged, failed }: BulkCounts) => [
    handled,
    changed,
    unchanged,
    failed,
  ]
  const run = async (id: string, how: How = {}) => {
    const lines: BulkLine[] = []
    for await (const line of await start(id, how)) lines.push(line)
    const last = lines.at(-1)
    assert.ok(last?.kind === 'done' || last?.kind === 'stopped')
    return {
      end: last.kind === 'stopped' ? last.code : 'done',
      counts: countsOf(last.counts),
      wrong: lines.flatMap((line) => (line.kind === 'wrong' ? [line.error.code] : [])),
    }
  }
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (thrown) => (isDomainError(thrown) ? thrown.code : Promise.reject(thrown)),
    )
  return { create, ofIds, start, run, countsOf, code }
}
