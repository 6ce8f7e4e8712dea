import type { Answering } from './answers.ts'
import type { Recorded } from './baselines/bare.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { Bench } from './row.ts'
import { type Ask, asText, type Place, record } from './target.ts'
import { computed } from './usage-of.ts'

/** Requests of one kind, and the status that each must be answered with. */
export type Exchange = {
  readonly asks: readonly Ask[]
  readonly status: number
  /** Text in the asks to be replaced by a number that no other request has. */
  readonly unique?: string
}

/** `cpu`: seconds that the server computed for each request; NaN when that cannot be known. */
export type Poured = LoadResult & { readonly cpu: number }

/** Asks each once by itself: a row that measures errors is worse than none. */
export const answersOf = async (place: Place, { asks, status }: Exchange): Promise<readonly Recorded[]> => {
  const answers: Recorded[] = []
  for (const ask of asks) {
    const answer = await record(place, ask)
    if (answer.status !== status)
      throw new Error(
        `${place.name}: ${ask.method} ${ask.path}: ${answer.status}, not ${status}: ${answer.body.slice(0, 300)}`,
      )
    answers.push(answer)
  }
  return answers
}

export const connections = 16

/** One run of the load generator. Any answer but 2xx fails it. */
export const pour = async (
  { load, seconds }: Pick<Bench, 'seconds'> & { readonly load: Answering },
  place: Place,
  { asks, unique }: Exchange,
  length = seconds,
  more: Partial<LoadPlan> = {},
): Promise<Poured> => {
  const plan: LoadPlan = {
    host: place.host,
    port: place.port,
    connections,
    seconds: length,
    requests: asks.map((ask) => asText(place, ask)),
    ...(unique === undefined ? {} : { unique }),
    ...more,
  }
  const before = place.pid === undefined ? undefined : computed(place.pid)
  const result = await load.ask<LoadResult>(plan)
  const after = place.pid === undefined ? undefined : computed(place.pid)
  if (result.errors > 0)
    throw new Error(
      `${place.name}: ${result.errors} of ${result.requests} answers were errors, the first ${result.firstError}`,
    )
  return {
    ...result,
    cpu: before === undefined || after === undefined ? Number.NaN : (after - before) / result.requests,
  }
}
