import { type LentKind, lentKinds } from '../delegated.ts'
import type { Bench, Line, Row } from '../row.ts'
import { type Exchange, type Poured, pour } from '../run-load.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, microseconds, milliseconds, percent, times } from '../table.ts'
import type { Place } from '../target.ts'

/** What two measurements of the same thing may differ by. */
const atLeast = 0.9

const asksAbout = async (place: Place, subject: string): Promise<Exchange> => {
  const { admin } = await seedOf(place)
  return { status: 200, asks: [{ method: 'GET', path: '/v3/auth/tokens', token: admin, subject }] }
}

const lineOf = async (bench: Bench, { name, token }: LentKind): Promise<Line> => {
  const muster = await bench.muster()
  const [plain, lent] = [
    await asksAbout(muster, (await seedOf(muster)).userToken),
    await asksAbout(muster, await token(muster)),
  ]
  const { peer } = bench
  const peerAsks = peer && (await asksAbout(peer, await token(peer)))
  await pour(bench, muster, lent, Math.min(1.5, bench.seconds))
  const { floor, ours, peers } = await inTurns(bench.rounds, {
    floor: () => pour(bench, muster, plain),
    ours: () => pour(bench, muster, lent),
    peers: async () => (peer && peerAsks ? pour(bench, peer, peerAsks) : undefined),
  })
  const perSecond = ({ rate }: Poured) => rate
  const ratio = ratioOf(ours, floor, perSecond, perSecond)
  const known = peers.filter((one): one is Poured => one !== undefined)
  return {
    name: `validation, ${name}`,
    floor: `${count(medianOf(floor, perSecond))}/s`,
    muster: `${count(medianOf(ours, perSecond))}/s`,
    ratio: percent(ratio),
    target: `≥ ${percent(atLeast)}`,
    met: ratio >= atLeast,
    p50: milliseconds(medianOf(ours, ({ p50 }) => p50)),
    p99: milliseconds(medianOf(ours, ({ p99 }) => p99)),
    cpu: microseconds(medianOf(ours, ({ cpu }) => cpu)),
    ...(known.length > 0 && {
      peer: `${count(medianOf(known, perSecond))}/s (${times(ratioOf(ours, known, perSecond, perSecond))})`,
    }),
  }
}

export const lentValidation: Row = {
  name: 'lent-validation',
  about: 'GET /v3/auth/tokens about tokens of lent authority, a line for each kind',
  floor: 'the same about a token that stands on its own',
  async measure(bench) {
    const lines: Line[] = []
    for (const kind of lentKinds) lines.push(await lineOf(bench, kind))
    return lines
  },
}
