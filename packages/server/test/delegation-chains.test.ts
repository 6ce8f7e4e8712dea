import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { onEachDatabase } from './databases.ts'
import {
  type Given,
  makeFixture,
  makeShared,
  places,
  type ScopeName,
  type Shared,
} from './delegation-fixture.ts'
import { follows, type StepName, type TokenKind } from './delegation-steps.ts'
import { allSteps, begin, cutKills, grow, type Move, nothingGrows, timeEnds } from './delegation-tree.ts'
import { createTestCore, type TestCore } from './test-core.ts'

/** The initial grants, the steps of the chain, and the revocation. */
type Story = {
  readonly scope: ScopeName
  readonly own: readonly Given[]
  readonly others: readonly Given[]
  readonly moves: readonly Move[]
  /** Granted to every intermediate user. */
  readonly more: readonly Given[]
  readonly end: 'time' | { readonly at: number; readonly how: number }
}

const tell = async (core: TestCore, shared: Shared, scenario: Story): Promise<readonly string[]> => {
  const w = await makeFixture(core, shared)
  for (const one of scenario.own) await w.give(w.first, one)
  for (const userId of w.others) for (const one of scenario.others) await w.give(userId, one)
  const links = [await begin(w, scenario.scope)]
  const pairs: string[] = []
  for (const move of scenario.moves) {
    const parent = links[Math.max(0, links.length - 1 - move.from)]
    const link = parent && (await grow(w, parent, move))
    if (!link) continue
    pairs.push(`${parent.kind} → ${link.how}`)
    links.push(link)
  }
  await nothingGrows(w, links, scenario.more)
  if (scenario.end === 'time') await timeEnds(w, links)
  else await cutKills(w, links, scenario.end)
  return pairs
}

const input: fc.Arbitrary<Given> = fc
  .record({ place: fc.constantFrom('project', ...places), role: fc.nat({ max: 2 }), inherited: fc.boolean() })
  .map((one) => ({ ...one, inherited: one.inherited && one.place !== 'system' }))
const mostly = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
)

const moves: fc.Arbitrary<Move> = fc.record({
  step: fc.nat({ max: 59 }),
  lawful: mostly,
  from: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
  scope: fc.constantFrom(...places, 'unscoped' as const),
  roles: fc.nat({ max: 7 }),
  modest: mostly,
  to: fc.nat({ max: 2 }),
  impersonation: fc.boolean(),
  further: fc.boolean(),
  life: fc.constantFrom(null, null, 60, 600, 5000),
  otherWay: fc.boolean(),
})

const stories: fc.Arbitrary<Story> = fc.record({
  scope: fc.constantFrom('project', ...places, 'unscoped' as const),
  own: fc.array(input, { minLength: 2, maxLength: 8 }),
  others: fc.array(input, { maxLength: 3 }),
  moves: fc.array(moves, { minLength: 2, maxLength: 8 }),
  more: fc.array(input, { maxLength: 4 }),
  end: fc.oneof(fc.constant('time' as const), fc.record({ at: fc.nat({ max: 8 }), how: fc.nat({ max: 2 }) })),
})

/** No new sequence starts after this number of milliseconds. */
const interruptAfterTimeLimit = 6000
const runs = { sqlite: 400, postgres: 40 }

const everything: readonly Given[] = (['project', 'below'] as const).flatMap((place) =>
  [0, 2].map((role) => ({ place, role, inherited: false })),
)
const move = (step: StepName, more: Partial<Move> = {}): Move => ({
  step: allSteps.indexOf(step),
  lawful: false,
  from: 0,
  scope: 'project',
  roles: 1,
  modest: true,
  to: 0,
  impersonation: false,
  further: false,
  life: 600,
  otherWay: step === 'token',
  ...more,
})

/** Requests of a user who was delegated one role on one project for a limited time. */
const temptations: readonly Partial<Move>[] = [
  { modest: false, roles: 7 },
  { modest: false, roles: 6 },
  { modest: false, scope: 'below' },
  { modest: false, roles: 7, scope: 'below', otherWay: true },
  { life: null, further: true },
  { impersonation: true },
]

/** Ends by expiry, or by revoking the first user, the first delegation or the last delegation. */
const ends: readonly Story['end'][] = [
  'time',
  ...[0, 1, 2].map((how) => ({ at: 0, how })),
  ...[0, 1].map((how) => ({ at: 1, how })),
  { at: 2, how: 0 },
]

/** The shortest sequence to a token of each kind, from a password token. */
const wayTo: Readonly<Record<TokenKind, readonly Move[]>> = {
  plain: [],
  trust: [move('trust')],
  'redelegable trust': [move('trust', { further: true })],
  restricted: [move('applicationCredential')],
  unrestricted: [move('applicationCredential', { further: true })],
  oauth1: [move('oauth1')],
  ec2: [move('ec2')],
}

onEachDatabase('delegation chains', (makePlace) => {
  let core: TestCore
  let shared: Shared
  let dialect: keyof typeof runs
  before(async () => {
    const place = await makePlace()
    dialect = place.name
    core = await createTestCore(place)
    shared = await makeShared(core)
  })
  after(() => core.close())

  const scene = { scope: 'project', own: everything, others: [], more: [] } as const
  const kinds = Object.keys(follows) as TokenKind[]
  const lawful = kinds.flatMap((kind) => follows[kind].map((step) => ({ kind, step })))
  const way = (kind: TokenKind, impersonation: boolean) =>
    wayTo[kind].map((one) => ({ ...one, impersonation }))
  /** All sequences, or a rotating selection on the slower database. */
  let turn = 0
  const some = <T>(all: readonly T[]): readonly T[] =>
    dialect === 'sqlite' ? all : all.filter((_, index) => index === turn % all.length)

  test('allowed steps work until their source is revoked', async () => {
    for (const { kind, step } of lawful)
      for (const impersonation of kind.endsWith('trust') ? [false, true] : [false])
        for (const end of some(ends)) {
          turn++
          const moves = [...way(kind, impersonation), move(step, { to: 1 })]
          const pairs = await tell(core, shared, { ...scene, moves, end })
          assert.equal(pairs.at(-1), `${kind} → ${step}`)
          assert.equal(pairs.length, moves.length)
        }
  })

  test('all other steps are rejected', async () => {
    for (const kind of kinds) {
      const others = allSteps.filter((step) => !follows[kind].includes(step))
      const requested = others.flatMap((step) => temptations.map((more) => move(step, { to: 1, ...more })))
      const moves = [...way(kind, false), ...requested]
      const pairs = await tell(core, shared, { ...scene, moves, end: 'time' })
      assert.equal(pairs.length, wayTo[kind].length, `${kind}: ${pairs.at(-1)}`)
    }
  })

  test('T16: an allowed step yields no more than was delegated', async () => {
    for (const { kind, step } of lawful)
      for (const more of some(temptations)) {
        turn++
        const moves = [...way(kind, turn % 2 === 0), move(step, { to: 1, ...more })]
        await tell(core, shared, { ...scene, moves, end: ends[turn % ends.length] ?? 'time' })
      }
  })

  test('T01, T10, T12, T13, T16: rights and lifetimes never grow, and a revocation covers all descendants', async () => {
    let last: Promise<unknown> = Promise.resolve()
    const property = fc.asyncProperty(stories, async (scenario) => {
      last = tell(core, shared, scenario)
      await last
    })
    await fc.assert(property, {
      numRuns: runs[dialect],
      interruptAfterTimeLimit,
      markInterruptAsFailure: false,
    })
    // A sequence that is running at the time limit is completed.
    await last
  })
})
