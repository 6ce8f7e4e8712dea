import { startWorker } from '../answers.ts'
import type { RawInserts } from '../baselines/inserts.ts'
import { endChild, makeFolder } from '../cleanup.ts'
import { emptyPostgres } from '../muster.ts'
import type { Line, Row } from '../row.ts'
import { type Exchange, type LoadMeasurement, runLoad } from '../run-load.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, microseconds, milliseconds, percent, times } from '../table.ts'
import type { Target } from '../target.ts'

const atLeast = 0.7
const unique = '#'.repeat(18)

const exchange = async (target: Target): Promise<Exchange> => {
  const { admin, domainId } = await seedOf(target)
  const body = {
    user: {
      name: `bench-${unique}`,
      domain_id: domainId,
      description: 'Created',
      email: `bench-${unique}@example.org`,
    },
  }
  return { status: 201, unique, calls: [{ method: 'POST', path: '/v3/users', token: admin, body }] }
}

export const createUser: Row = {
  name: 'create-user',
  about: 'POST /v3/users without a password',
  baseline:
    'an equal row inserted into the same table with the same indexes, each synced: by one connection on SQLite, by the best of 8 and 16 at once on PostgreSQL',
  async measure(bench) {
    const muster = await bench.muster()
    const requests = await exchange(muster)
    const raw = startWorker('baselines/inserts.ts')
    await raw.ask(
      bench.database === 'sqlite' ? { folder: await makeFolder() } : { url: await emptyPostgres() },
    )
    const { peer } = bench
    const peerExchange = peer && (await exchange(peer))
    await runLoad(bench, muster, requests, 1)
    const { baseline, together, ours, peers } = await inTurns(bench.rounds, {
      baseline: () => raw.ask<RawInserts>({ seconds: bench.seconds, together: false }),
      together: () => raw.ask<RawInserts>({ seconds: bench.seconds / 2, together: true }),
      ours: () => runLoad(bench, muster, requests),
      peers: async () => (peer && peerExchange ? runLoad(bench, peer, peerExchange) : undefined),
    })
    await endChild(raw.child)
    const perSecond = ({ rate }: { readonly rate: number }) => rate
    const ratio = ratioOf(ours, baseline, perSecond, perSecond)
    if (bench.database === 'sqlite')
      bench.note(
        `create-user: with an event each and 16 users per synced commit (group commit), one connection inserts ${count(medianOf(together, perSecond))} users/s.`,
      )
    const known = peers.filter((one): one is LoadMeasurement => one !== undefined)
    const line: Line = {
      name: 'create-user',
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
    return [line]
  },
}
