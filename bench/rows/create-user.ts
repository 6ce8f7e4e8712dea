import { startAnswering } from '../answers.ts'
import type { RawInserts } from '../baselines/inserts.ts'
import { endChild, makeFolder } from '../cleanup.ts'
import { emptyPostgres } from '../muster.ts'
import type { Line, Row } from '../row.ts'
import { type Exchange, type Poured, pour } from '../run-load.ts'
import { seedOf } from '../seed.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, microseconds, milliseconds, percent, times } from '../table.ts'
import type { Place } from '../target.ts'

const atLeast = 0.7
const unique = '#'.repeat(18)

const exchange = async (place: Place): Promise<Exchange> => {
  const { admin, domainId } = await seedOf(place)
  const body = {
    user: {
      name: `bench-${unique}`,
      domain_id: domainId,
      description: 'Created',
      email: `bench-${unique}@example.org`,
    },
  }
  return { status: 201, unique, asks: [{ method: 'POST', path: '/v3/users', token: admin, body }] }
}

export const createUser: Row = {
  name: 'create-user',
  about: 'POST /v3/users without a password',
  floor:
    'an equal row inserted into the same table with the same indexes, each synced: by one connection on SQLite, by the best of 8 and 16 at once on PostgreSQL',
  async measure(bench) {
    const muster = await bench.muster()
    const asked = await exchange(muster)
    const raw = startAnswering('floors/inserts.ts')
    await raw.ask(
      bench.database === 'sqlite' ? { folder: await makeFolder() } : { url: await emptyPostgres() },
    )
    const { peer } = bench
    const peerAsked = peer && (await exchange(peer))
    await pour(bench, muster, asked, 1)
    const { floor, together, ours, peers } = await inTurns(bench.rounds, {
      floor: () => raw.ask<RawInserts>({ seconds: bench.seconds, together: false }),
      together: () => raw.ask<RawInserts>({ seconds: bench.seconds / 2, together: true }),
      ours: () => pour(bench, muster, asked),
      peers: async () => (peer && peerAsked ? pour(bench, peer, peerAsked) : undefined),
    })
    await endChild(raw.child)
    const perSecond = ({ rate }: { readonly rate: number }) => rate
    const ratio = ratioOf(ours, floor, perSecond, perSecond)
    if (bench.database === 'sqlite')
      bench.note(
        `create-user: with a journal row each and 16 users in one synced commit, as Muster may do, one connection inserts ${count(medianOf(together, perSecond))} users/s.`,
      )
    const known = peers.filter((one): one is Poured => one !== undefined)
    const line: Line = {
      name: 'create-user',
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
    return [line]
  },
}
