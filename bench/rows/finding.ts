import type { Bench, Line, Row } from '../row.ts'
import { answersOf, type Exchange, type LoadMeasurement, runLoad } from '../run-load.ts'
import { inTurns, medianOf, ratioOf } from '../statistics.ts'
import { count, milliseconds, times } from '../table.ts'
import { must } from '../target.ts'
import { type Directory, startDirectory } from '../users/directory.ts'
import { person, rareName, userColumns } from '../users/person.ts'

const sizes = { small: 100_000, large: 1_000_000 }
const sizesOfQuick = { small: 10_000, large: 100_000 }
/** Maximum p99 in milliseconds, and maximum ratio of the times with ten times the users. */
const atMost = 20
const growth = 3

type Query = Readonly<Record<string, string>>

const texts = (name: (typeof userColumns)[number], of: (value: string) => string, many = 24): string[] =>
  Array.from({ length: many }, (_, i) =>
    of(String(person(i * 397 + 11, 'default')[userColumns.indexOf(name)])),
  )

const orders = [
  'username',
  '-display_name',
  'email',
  '-created_at',
  'updated_at',
  '-last_active_at',
  '-number',
]

/** Each query without and with an order. */
const inOrders = (queries: readonly Query[]): Query[] =>
  queries.flatMap((query, i) => [query, { ...query, sort: orders[i % orders.length] ?? '' }])

/** The queries, a page of 50 users each; they vary so that pages are not in the cache. */
const kinds: Readonly<Record<string, { readonly about: string; readonly queries: readonly Query[] }>> = {
  list: { about: 'a page by id', queries: [{}] },
  sort: { about: 'the first page in each order', queries: orders.map((sort) => ({ sort })) },
  'search, one': {
    about: 'part of one username',
    queries: inOrders(
      texts('name', (name) => name.split('.').slice(1).join('.')).map((search) => ({ search })),
    ),
  },
  'search, rare': {
    about: 'a name that 1 of 10,000 has',
    queries: inOrders([rareName, 'QUIXW', 'uixwort'].map((search) => ({ search }))),
  },
  'search, middle': {
    about: 'family names that 1 of 500 has, in each order',
    queries: inOrders(texts('family_name', (name) => name).map((search) => ({ search }))),
  },
  'search, given': {
    about: 'given names that 1 of 55 has, by last activity',
    queries: texts('given_name', (name) => name).map((search) => ({ search, sort: '-last_active_at' })),
  },
  'search, common': {
    about: 'text that every user has',
    queries: inOrders(['example', 'company', '.e'].map((search) => ({ search }))),
  },
  'search, none': {
    about: 'text that no user has',
    queries: texts('id', (id) => `zz${id.slice(0, 6)}`).map((search) => ({ search })),
  },
  filter: {
    about: 'CQL2: a status since a day, LIKE and ILIKE, IN with OR, a day',
    queries: [
      { filter: "status = 'disabled' AND created_at > '2023-01-20'", sort: 'username' },
      { filter: `email LIKE '%${rareName.toLowerCase()}%' AND status <> 'invited'`, sort: '-created_at' },
      { filter: "family_name ILIKE 'HOL%' AND given_name IN ('Grace', 'Omar')", sort: '-created_at' },
      { filter: "status IN ('invited', 'pending') OR kind = 'service'", sort: '-number' },
      { filter: "created_at BETWEEN '2023-01-10' AND '2023-01-11'", sort: 'email' },
    ],
  },
  metadata: {
    about: 'users whose metadata names a team, 1 of 2,500',
    queries: Array.from({ length: 24 }, (_, i) => ({ metadata: JSON.stringify({ team: `team-${i * 19}` }) })),
  },
  count: {
    about: 'a page and how many there are: all, of a domain, of a status',
    queries: [{}, { domain_id: 'default' }, { status: 'disabled' }].map((query) => ({
      ...query,
      count: 'true',
      limit: '1',
    })),
  },
}

const exchangeOf = ({ secret }: Directory, queries: readonly Query[]): Exchange => ({
  status: 200,
  calls: queries.map((query) => ({
    method: 'GET',
    path: `/api/v1/users?${new URLSearchParams(query)}`,
    secret,
  })),
})

/** Pages through half of the directory; the measurement repeats the page in the middle. */
const deepPages = async ({ target, secret, users }: Directory): Promise<readonly Query[]> => {
  const limit = '1000'
  const sort = '-display_name'
  let cursor: string | null = null
  for (let seen = 0; seen < users / 2; seen += Number(limit)) {
    const query = new URLSearchParams({ sort, limit, ...(cursor === null ? {} : { cursor }) })
    const { body } = await must(target, 200, { method: 'GET', path: `/api/v1/users?${query}`, secret })
    cursor = body.next_cursor
  }
  return [{ sort, cursor: cursor ?? '' }]
}

/** One request at a time: measures the time of a page without queueing. */
const alone = { connections: 1 }

export const finding: Row = {
  name: 'finding',
  about: `pages of 50 users, GET /api/v1/users, one after the other, among ${count(sizes.small)} and ${count(sizes.large)} users; the ratio is that of the medians, the percentiles are those of the larger directory. ${Object.entries(
    kinds,
  )
    .map(([name, { about }]) => `${name}: ${about}`)
    .join('; ')}; deep cursor: the middle of the directory`,
  baseline: '',
  onlyWhenNamed: true,
  async measure(bench: Bench): Promise<readonly Line[]> {
    const wanted = bench.quick ? sizesOfQuick : sizes
    const small = await startDirectory(bench.database, wanted.small)
    const large = await startDirectory(bench.database, wanted.large)
    const lines: Line[] = []
    const measure = async (name: string, queries: (directory: Directory) => Promise<readonly Query[]>) => {
      const both = {
        small: exchangeOf(small, await queries(small)),
        large: exchangeOf(large, await queries(large)),
      }
      await answersOf(small.target, both.small)
      await answersOf(large.target, both.large)
      const sides = await inTurns<Record<'small' | 'large', () => Promise<LoadMeasurement>>>(bench.rounds, {
        small: () => runLoad(bench, small.target, both.small, bench.seconds, alone),
        large: () => runLoad(bench, large.target, both.large, bench.seconds, alone),
      })
      const p50 = ({ p50: value }: LoadMeasurement) => value
      const ratio = ratioOf(sides.large, sides.small, p50, p50)
      const p99 = medianOf(sides.large, (one) => one.p99)
      lines.push({
        name: `find: ${name}`,
        muster: `${milliseconds(medianOf(sides.small, p50))} → ${milliseconds(medianOf(sides.large, p50))}`,
        ratio: times(ratio),
        target: `p99 ≤ ${atMost} ms, ≤ ${growth} ×`,
        met: p99 <= atMost && ratio <= growth,
        p50: milliseconds(medianOf(sides.large, p50)),
        p99: milliseconds(p99),
      })
    }
    for (const [name, { queries }] of Object.entries(kinds)) await measure(name, async () => queries)
    await measure('deep cursor', deepPages)
    await Promise.all([small.stop(), large.stop()])
    return lines
  },
}
