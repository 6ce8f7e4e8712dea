import type { BenchWorker } from './answers.ts'
import type { Recorded } from './baselines/bare.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { Bench } from './row.ts'
import { type ApiCall, record, serialize, type Target } from './target.ts'
import { computed } from './usage-of.ts'

/** Requests of one kind, and the expected status. */
export type Exchange = {
  readonly calls: readonly ApiCall[]
  readonly status: number
  /** Text in the calls that is replaced by a unique number. */
  readonly unique?: string
}

/** `cpu`: CPU seconds of the server per request; NaN when unknown. */
export type LoadMeasurement = LoadResult & { readonly cpu: number }

/** Sends each request once and throws on an unexpected status, so that no row measures errors. */
export const answersOf = async (
  target: Target,
  { calls, status }: Exchange,
): Promise<readonly Recorded[]> => {
  const answers: Recorded[] = []
  for (const call of calls) {
    const answer = await record(target, call)
    if (answer.status !== status)
      throw new Error(
        `${target.name}: ${call.method} ${call.path}: ${answer.status}, not ${status}: ${answer.body.slice(0, 300)}`,
      )
    answers.push(answer)
  }
  return answers
}

export const connections = 16

/** Runs the load generator once; throws on any response other than 2xx. */
export const runLoad = async (
  { load, seconds }: Pick<Bench, 'seconds'> & { readonly load: BenchWorker },
  target: Target,
  { calls, unique }: Exchange,
  length = seconds,
  more: Partial<LoadPlan> = {},
): Promise<LoadMeasurement> => {
  const plan: LoadPlan = {
    host: target.host,
    port: target.port,
    connections,
    seconds: length,
    requests: calls.map((call) => serialize(target, call)),
    ...(unique === undefined ? {} : { unique }),
    ...more,
  }
  const before = target.pid === undefined ? undefined : computed(target.pid)
  const result = await load.ask<LoadResult>(plan)
  const after = target.pid === undefined ? undefined : computed(target.pid)
  if (result.errors > 0)
    throw new Error(
      `${target.name}: ${result.errors} of ${result.requests} answers were errors, the first ${result.firstError}`,
    )
  return {
    ...result,
    cpu: before === undefined || after === undefined ? Number.NaN : (after - before) / result.requests,
  }
}
