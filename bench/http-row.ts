import { startWorker } from './answers.ts'
import { endChild } from './cleanup.ts'
import type { Bench, Line, Row } from './row.ts'
import { answersOf, type Exchange, type LoadMeasurement, runLoad } from './run-load.ts'
import { inTurns, medianOf, ratioOf } from './statistics.ts'
import { count, microseconds, milliseconds, percent, times } from './table.ts'
import type { Target } from './target.ts'

export type HttpRow = {
  readonly name: string
  readonly about: string
  /** Minimum share of the baseline's rate, or minimum requests per second. */
  readonly atLeast?: { readonly ofBaseline: number } | { readonly perSecond: number }
  /** The requests to measure; may create the objects they need first. */
  readonly exchange: (target: Target) => Promise<Exchange>
}

const goal = ({ atLeast }: HttpRow, ratio: number, rate: number): Pick<Line, 'target' | 'met'> => {
  if (!atLeast) return {}
  return 'ofBaseline' in atLeast
    ? { target: `≥ ${percent(atLeast.ofBaseline)}`, met: ratio >= atLeast.ofBaseline }
    : { target: `≥ ${count(atLeast.perSecond)}/s`, met: rate >= atLeast.perSecond }
}

/** A row for one kind of request; the baseline is a bare node:http server that returns the same bytes. */
export const httpRow = (row: HttpRow): Row => ({
  name: row.name,
  about: row.about,
  baseline: 'a bare node:http server in its own process, returning the same bytes',
  async measure(bench) {
    const muster = await bench.muster()
    const exchange = await row.exchange(muster)
    const bare = startWorker('baselines/bare.ts')
    const { host, password } = muster
    const port = await bare.ask<number>(await answersOf(muster, exchange))
    const baseline: Target = { name: 'bare node:http', host, port, pid: bare.pid, password }
    const { peer } = bench
    const peerExchange = peer && (await row.exchange(peer))
    const warmUp = Math.min(1.5, bench.seconds)
    await runLoad(bench, muster, exchange, warmUp)
    await runLoad(bench, baseline, exchange, warmUp)
    const sides = await inTurns<Record<string, () => Promise<LoadMeasurement>>>(bench.rounds, {
      baseline: () => runLoad(bench, baseline, exchange),
      muster: () => runLoad(bench, muster, exchange),
      ...(peer && peerExchange && { peer: () => runLoad(bench, peer, peerExchange) }),
    })
    await endChild(bare.child)
    return [line(row, bench, sides)]
  },
})

const line = (
  row: HttpRow,
  bench: Bench,
  sides: Readonly<Record<string, readonly LoadMeasurement[]>>,
): Line => {
  const { baseline = [], muster = [], peer } = sides
  const perSecond = ({ rate }: LoadMeasurement) => rate
  const ratio = ratioOf(muster, baseline, perSecond, perSecond)
  const busiest = Math.max(...baseline.map(({ busy }) => busy), ...muster.map(({ busy }) => busy))
  if (busiest > 0.9)
    bench.note(
      `${row.name}: the load generator used ${percent(busiest)} of its CPU; the fastest side may be underestimated.`,
    )
  return {
    name: row.name,
    baseline: `${count(medianOf(baseline, perSecond))}/s`,
    muster: `${count(medianOf(muster, perSecond))}/s`,
    ratio: percent(ratio),
    ...goal(row, ratio, medianOf(muster, perSecond)),
    p50: milliseconds(medianOf(muster, ({ p50 }) => p50)),
    p99: milliseconds(medianOf(muster, ({ p99 }) => p99)),
    cpu: `${microseconds(medianOf(baseline, ({ cpu }) => cpu))} → ${microseconds(medianOf(muster, ({ cpu }) => cpu))}`,
    ...(peer && {
      peer: `${count(medianOf(peer, perSecond))}/s (${times(ratioOf(muster, peer, perSecond, perSecond))})`,
    }),
  }
}
