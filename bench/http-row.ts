import { startAnswering } from './answers.ts'
import { endChild } from './cleanup.ts'
import type { Bench, Line, Row } from './row.ts'
import { answersOf, type Exchange, type Poured, pour } from './run-load.ts'
import { inTurns, medianOf, ratioOf } from './statistics.ts'
import { count, microseconds, milliseconds, percent, times } from './table.ts'
import type { Place } from './target.ts'

export type HttpRow = {
  readonly name: string
  readonly about: string
  /** The least part of the bare server's rate, or of requests a second. */
  readonly atLeast?: { readonly ofFloor: number } | { readonly perSecond: number }
  /** What to ask a place; may first make what the requests need. */
  readonly exchange: (place: Place) => Promise<Exchange>
}

const target = ({ atLeast }: HttpRow, ratio: number, rate: number): Pick<Line, 'target' | 'met'> => {
  if (!atLeast) return {}
  return 'ofFloor' in atLeast
    ? { target: `≥ ${percent(atLeast.ofFloor)}`, met: ratio >= atLeast.ofFloor }
    : { target: `≥ ${count(atLeast.perSecond)}/s`, met: rate >= atLeast.perSecond }
}

/** A row that is one kind of request, against a bare node:http server that answers the same bytes. */
export const httpRow = (row: HttpRow): Row => ({
  name: row.name,
  about: row.about,
  floor: 'a bare node:http server in its own process, answering the same bytes',
  async measure(bench) {
    const muster = await bench.muster()
    const exchange = await row.exchange(muster)
    const bare = startAnswering('floors/bare.ts')
    const { host, password } = muster
    const port = await bare.ask<number>(await answersOf(muster, exchange))
    const floor: Place = { name: 'bare node:http', host, port, pid: bare.pid, password }
    const { peer } = bench
    const peerExchange = peer && (await row.exchange(peer))
    const warmth = Math.min(1.5, bench.seconds)
    await pour(bench, muster, exchange, warmth)
    await pour(bench, floor, exchange, warmth)
    const sides = await inTurns<Record<string, () => Promise<Poured>>>(bench.rounds, {
      floor: () => pour(bench, floor, exchange),
      muster: () => pour(bench, muster, exchange),
      ...(peer && peerExchange && { peer: () => pour(bench, peer, peerExchange) }),
    })
    await endChild(bare.child)
    return [line(row, bench, sides)]
  },
})

const line = (row: HttpRow, bench: Bench, sides: Readonly<Record<string, readonly Poured[]>>): Line => {
  const { floor = [], muster = [], peer } = sides
  const perSecond = ({ rate }: Poured) => rate
  const ratio = ratioOf(muster, floor, perSecond, perSecond)
  const busiest = Math.max(...floor.map(({ busy }) => busy), ...muster.map(({ busy }) => busy))
  if (busiest > 0.9)
    bench.note(
      `${row.name}: the load generator computed ${percent(busiest)} of the time: the fastest side may be faster still.`,
    )
  return {
    name: row.name,
    floor: `${count(medianOf(floor, perSecond))}/s`,
    muster: `${count(medianOf(muster, perSecond))}/s`,
    ratio: percent(ratio),
    ...target(row, ratio, medianOf(muster, perSecond)),
    p50: milliseconds(medianOf(muster, ({ p50 }) => p50)),
    p99: milliseconds(medianOf(muster, ({ p99 }) => p99)),
    cpu: `${microseconds(medianOf(floor, ({ cpu }) => cpu))} → ${microseconds(medianOf(muster, ({ cpu }) => cpu))}`,
    ...(peer && {
      peer: `${count(medianOf(peer, perSecond))}/s (${times(ratioOf(muster, peer, perSecond, perSecond))})`,
    }),
  }
}
