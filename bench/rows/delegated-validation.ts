import { type DelegatedTokenKind, delegatedTokenKinds } from '../delegated.ts'
import type { Bench, Line, Row } from '../row.ts'
import { type Exchange, type LoadMeasurement, runLoad } from '../run-load.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, microseconds, milliseconds, percent, times } from '../table.ts'
import type { Target } from '../target.ts'

/** Allows for the noise between two measurements of the same work. */
const atLeast = 0.9

const validationOf = async (target: Target, subject: string): Promise<Exchange> => {
  const { admin } = await seedOf(target)
  return { status: 200, calls: [{ method: 'GET', path: '/v3/auth/tokens', token: admin, subject }] }
}

const lineOf = async (bench: Bench, { name, token }: DelegatedTokenKind): Promise<Line> => {
  const muster = await bench.muster()
  const [plain, delegated] = [
    await validationOf(muster, (await seedOf(muster)).userToken),
    await validationOf(muster, await token(muster)),
  ]
  const { peer } = bench
  const peerExchange = peer && (await validationOf(peer, await token(peer)))
  await runLoad(bench, muster, delegated, Math.min(1.5, bench.seconds))
  const { baseline, ours, peers } = await inTurns(bench.rounds, {
    baseline: () => runLoad(bench, muster, plain),
    ours: () => runLoad(bench, muster, delegated),
    peers: async () => (peer && peerExchange ? runLoad(bench, peer, peerExchange) : undefined),
  })
  const perSecond = ({ rate }: LoadMeasurement) => rate
  const ratio = ratioOf(ours, baseline, perSecond, perSecond)
  const known = peers.filter((one): one is LoadMeasurement => one !== undefined)
  return {
    name: `validation, ${name}`,
    baseline: `${count(medianOf(baseline, perSecond))}/s`,
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

export const delegatedValidation: Row = {
  name: 'delegated-validation',
  about: 'GET /v3/auth/tokens for delegated tokens, one line per kind',
  baseline: 'the same for a token that is not delegated',
  async measure(bench) {
    const lines: Line[] = []
    for (const kind of delegatedTokenKinds) lines.push(await lineOf(bench, kind))
    return lines
  },
}
