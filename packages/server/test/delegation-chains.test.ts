import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../src/core/refusal.ts'
import type { TokenView } from '../src/core/tokens/token.ts'
import { deleteUser } from '../src/core/users/delete-user.ts'
import { updateUser } from '../src/core/users/update-user.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { type Attempt, follows, type Made, type StepName, steps, type TokenKind } from './delegation-steps.ts'
import {
  type Given,
  makeShared,
  makeWorld,
  places,
  type ScopeName,
  type Shared,
  type World,
} from './delegation-world.ts'
import { type House, house } from './house.ts'

/** One token of a tree that grows from a sign-in with a password. */
type Link = Made & {
  readonly how: StepName | 'password'
  readonly parent: Link | undefined
  readonly kind: TokenKind
  /** Unix seconds: by then everything that lends to it has ended by itself. */
  readonly deadline: number
}

const kindOf = ({ facts, lent }: TokenView, further: boolean): TokenKind => {
  if (facts.methods.includes('ec2credential')) return 'ec2'
  switch (lent?.kind) {
    case undefined:
      return 'plain'
    case 'trust':
      return further ? 'redelegable trust' : 'trust'
    case 'application_credential':
      return lent.restricted ? 'restricted' : 'unrestricted'
    case 'oauth1':
      return 'oauth1'
  }
}

const names = (view: TokenView) => view.roles.map(({ name }) => name).sort()
const worth = ({ user, roles, scope, validUntil }: TokenView) =>
  JSON.stringify({ user: user.id, roles, scope, validUntil })

/** What the token is worth right now; undefined when nothing. */
const read = (w: World, { view }: Link): Promise<TokenView | undefined> =>
  w.h.ports.tokens.read(view.token).catch((thrown) => {
    assert.ok(isRefusal(thrown, 'unauthenticated'), String(thrown))
    return undefined
  })

/** Everything the link may do at most: what its user holds, or what the link above it was lent. */
const ceiling = (
  w: World,
  { kind, view }: Link,
  place: ReturnType<World['placeOf']>,
): ReadonlySet<string> => {
  if (place === 'unscoped') return new Set()
  if (kind === 'plain') return w.mayHave(view.user.id, place)
  return place === w.placeOf(view) ? new Set(view.roles.map(({ id }) => id)) : new Set()
}

const begin = async (w: World, scope: ScopeName): Promise<Link> => {
  const { first: id, h } = w
  let again = () => w.enter(id, w.scopeRequest(scope))
  const view = await again().catch(() => {
    again = () => w.enter(id, { kind: 'unscoped' })
    return again()
  })
  const cuts = {
    'the user is disabled': () => h.run(updateUser, { id, status: 'disabled' }),
    'the user is deleted': () => h.run(deleteUser, { id }),
    'the user loses all roles': () => w.takeAll(id),
  }
  const until = Number.POSITIVE_INFINITY
  return {
    how: 'password',
    parent: undefined,
    kind: 'plain',
    deadline: until,
    view,
    speaksAs: id,
    until,
    again,
    cuts,
  }
}

type Move = Attempt & { readonly step: StepName; readonly from: number }

/** Takes one step. What may never follow must be refused; what is made must be no more than what it is made of. */
const grow = async (w: World, parent: Link, move: Move): Promise<Link | undefined> => {
  const may = follows[parent.kind].includes(move.step)
  let made: Made
  try {
    made = await steps[move.step](w, parent.view, move)
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    return undefined
  }
  const { view } = made
  const title = `${parent.kind} → ${move.step} ${JSON.stringify(move)}`
  assert.ok(may, `${title} is never to be had`)
  assert.equal(view.user.id, made.speaksAs, `${title}: speaks as somebody else`)
  if (parent.kind !== 'plain') assert.ok(view.lent, `${title}: lent authority became one's own`)
  const most = ceiling(w, parent, w.placeOf(view))
  for (const { id, name } of view.roles) assert.ok(most.has(id), `${title}: ${name} was not there to be lent`)
  const above = parent.kind === 'plain' || made.standsAlone ? Number.POSITIVE_INFINITY : parent.deadline
  const deadline = Math.min(made.until, above)
  assert.ok(view.validUntil <= deadline, `${title}: outlives what it was made of`)
  assert.ok(view.facts.expiresAt <= deadline, `${title}: says that it outlives what it was made of`)
  const kind = kindOf(view, move.step === 'trust' && move.further)
  return { ...made, how: move.step, parent: made.standsAlone ? root(parent) : parent, kind, deadline }
}

const root = (link: Link): Link => (link.parent ? root(link.parent) : link)
const isBelow = (link: Link, cut: Link): boolean =>
  link === cut || (link.parent !== undefined && isBelow(link.parent, cut))

/** More rights of those who lent change nothing for what was lent. */
const nothingGrows = async (w: World, links: readonly Link[], more: readonly Given[]) => {
  const before = await Promise.all(links.map((link) => read(w, link)))
  for (const userId of [w.first, ...w.others]) for (const given of more) await w.give(userId, given)
  for (const [index, link] of links.entries()) {
    // What was not lent is its user's own, and grows with the user.
    if (!link.view.lent) continue
    const [then, now] = [before[index], await read(w, link)]
    assert.equal(now && worth(now), then && worth(then), `${link.kind} changed with the rights of its lender`)
    const fresh = link.how === 'token' ? undefined : await link.again()
    if (fresh) assert.deepEqual(names(fresh), names(link.view), `${link.kind} grew at the next sign-in`)
  }
}

/** What is taken away takes everything with it that was made of it, and nothing else. */
const cutKills = async (
  w: World,
  links: readonly Link[],
  move: { readonly at: number; readonly how: number },
) => {
  const able = links.filter(({ cuts }) => Object.keys(cuts).length > 0)
  const cut = able[move.at % able.length] ?? links[0]
  if (!cut) return
  const ways = Object.entries(cut.cuts)
  const [why, end] = ways[move.how % ways.length] ?? ['', async () => {}]
  const before = await Promise.all(links.map((link) => read(w, link)))
  await end()
  for (const [index, link] of links.entries()) {
    const now = await read(w, link)
    const path = `${why}: ${link.kind} by ${link.how}`
    if (!isBelow(link, cut)) {
      // Whoever is disabled may have a part elsewhere in the tree too.
      if (why.endsWith('deleted') && cut.parent)
        assert.equal(!!now, !!before[index], `${path} is no part of it`)
      continue
    }
    const unscoped = why === 'the user loses all roles' && link.view.scope.kind === 'unscoped'
    if (unscoped) continue
    assert.equal(now, undefined, `${path} outlived it`)
    await assert.rejects(link.again, (thrown) => isRefusal(thrown), `${path} can still be used`)
  }
}

/** Nothing lives on beyond the end that it, or what it was made of, was given. */
const timeEnds = async (w: World, links: readonly Link[]) => {
  const ends = links.map(({ deadline }) => deadline).filter(Number.isFinite)
  if (ends.length === 0) return
  const end = Math.min(...ends)
  w.h.pass(Math.max(0, end * 1000 - w.h.now()))
  for (const link of links.filter(({ deadline }) => deadline <= end)) {
    assert.equal(await read(w, link), undefined, `${link.kind} by ${link.how} lives beyond its end`)
    await assert.rejects(
      link.again,
      (thrown) => isRefusal(thrown),
      `${link.kind} by ${link.how} works beyond its end`,
    )
  }
}

const given: fc.Arbitrary<Given> = fc
  .record({ place: fc.constantFrom(...places), role: fc.nat({ max: 2 }), inherited: fc.boolean() })
  .map((one) => ({ ...one, inherited: one.inherited && one.place !== 'system' }))
const mostly = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
)

const moves: fc.Arbitrary<Move> = fc.record({
  step: fc.constantFrom(...(Object.keys(steps) as StepName[])),
  from: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
  scope: fc.constantFrom(...places, 'unscoped' as const),
  roles: fc.nat({ max: 7 }),
  modest: mostly,
  to: fc.nat({ max: 2 }),
  impersonation: fc.boolean(),
  further: mostly,
  life: fc.constantFrom(null, null, 60, 600, 5000),
  otherWay: fc.boolean(),
})

const stories = fc.record({
  scope: fc.constantFrom(...places, 'unscoped' as const),
  own: fc.array(given, { minLength: 1, maxLength: 8 }),
  others: fc.array(given, { maxLength: 3 }),
  moves: fc.array(moves, { minLength: 2, maxLength: 8 }),
  more: fc.array(given, { maxLength: 4 }),
  cut: fc.record({ at: fc.nat({ max: 8 }), how: fc.nat({ max: 2 }) }),
  byTime: fc.boolean(),
})

/** How many of each pair were seen to work: a property that never holds anything proves nothing. */
type Seen = Map<string, number>

const tell = async (
  h: House,
  shared: Shared,
  story: typeof stories extends fc.Arbitrary<infer S> ? S : never,
  seen: Seen,
) => {
  const w = await makeWorld(h, shared)
  for (const one of story.own) await w.give(w.first, one)
  for (const userId of w.others) for (const one of story.others) await w.give(userId, one)
  const links = [await begin(w, story.scope)]
  for (const move of story.moves) {
    const parent = links[Math.max(0, links.length - 1 - move.from)]
    const link = parent && (await grow(w, parent, move))
    if (!link) continue
    const pair = `${parent.kind} → ${link.how}`
    seen.set(pair, (seen.get(pair) ?? 0) + 1)
    links.push(link)
  }
  await nothingGrows(w, links, story.more)
  if (story.byTime) await timeEnds(w, links)
  else await cutKills(w, links, story.cut)
}

/** Milliseconds after which no new story is begun, and how many are told at most. */
const bounds = {
  sqlite: { interruptAfterTimeLimit: 14_000, numRuns: 400 },
  postgres: { interruptAfterTimeLimit: 14_000, numRuns: 40 },
} satisfies Record<Place['name'], fc.Parameters<unknown>>

onEachDatabase('chains of delegations', (makePlace) => {
  test('T01, T10, T12, T13, T16: rights and lifetimes never grow, and whatever is taken away takes all below it', async () => {
    const place = await makePlace()
    const h = await house(place)
    const seen: Seen = new Map()
    try {
      const shared = await makeShared(h)
      await fc.assert(
        fc.asyncProperty(stories, (story) => tell(h, shared, story, seen)),
        { ...bounds[place.name], markInterruptAsFailure: false },
      )
      if (process.env['SHOW']) console.log(Object.fromEntries([...seen].sort()))
      if (place.name !== 'sqlite') return
      for (const [kind, names] of Object.entries(follows))
        for (const step of names)
          assert.ok((seen.get(`${kind} → ${step}`) ?? 0) > 0, `${kind} → ${step} was never seen to work`)
    } finally {
      await h.close()
    }
  })
})
