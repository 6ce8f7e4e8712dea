import assert from 'node:assert/strict'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { Fixture, Given, ScopeName } from './delegation-fixture.ts'
import { type Attempt, follows, type Made, type StepName, steps, type TokenKind } from './delegation-steps.ts'

/** One token of a tree that starts with a password sign-in. */
export type Link = Made & {
  readonly how: StepName | 'password'
  readonly parent: Link | undefined
  readonly kind: TokenKind
  /** Unix seconds: the latest expiry of the token and its sources. */
  readonly delegatedUntil: number
  /** The expiry of this token, which may be earlier than that of its source. */
  readonly deadline: number
}

const kindOf = ({ payload: facts, delegated }: TokenView, further: boolean): TokenKind => {
  if (facts.methods.includes('ec2credential')) return 'ec2'
  switch (delegated?.kind) {
    case undefined:
      return 'plain'
    case 'trust':
      return further ? 'redelegable trust' : 'trust'
    case 'application_credential':
      return delegated.restricted ? 'restricted' : 'unrestricted'
    case 'oauth1':
      return 'oauth1'
  }
}

const names = (view: TokenView) => view.roles.map(({ name }) => name).sort()
const worth = ({ user, roles, scope, expiresAt: validUntil }: TokenView) =>
  JSON.stringify({ user: user.id, roles, scope, validUntil })

/** The current authority of the token; undefined when invalid. */
const read = (w: Fixture, { view }: Link): Promise<TokenView | undefined> =>
  w.core.ports.tokens.read(view.token).catch((thrown) => {
    assert.ok(isDomainError(thrown, 'unauthenticated'), String(thrown))
    return undefined
  })

/** The maximum authority of the link: the roles of its user, or those delegated by the link above. */
const ceiling = (
  w: Fixture,
  { kind, view }: Link,
  place: ReturnType<Fixture['placeOf']>,
): ReadonlySet<string> => {
  if (place === 'unscoped') return new Set()
  if (kind === 'plain') return w.mayHave(view.user.id, place)
  return place === w.placeOf(view) ? new Set(view.roles.map(({ id }) => id)) : new Set()
}

/** A password sign-in, scoped when the user has a role in the scope. */
export const begin = async (w: Fixture, scope: ScopeName): Promise<Link> => {
  const { first: id, core } = w
  let again = () => w.enter(id, w.scopeRequest(scope))
  const view = await again().catch(() => {
    again = () => w.enter(id, { kind: 'unscoped' })
    return again()
  })
  const cuts = {
    'the user is disabled': () => core.run(updateUser, { id, status: 'disabled' }),
    'the user is deleted': () => core.run(deleteUser, { id }),
    'the user loses all roles': () => w.takeAll(id),
  }
  const until = Number.POSITIVE_INFINITY
  return {
    how: 'password',
    parent: undefined,
    kind: 'plain',
    delegatedUntil: until,
    deadline: until,
    view,
    effectiveUser: id,
    until,
    again,
    cuts,
  }
}

export type Move = Attempt & {
  /** Chooses from all steps, or from the steps allowed for such a token (`lawful`). */
  readonly step: number
  readonly lawful: boolean
  /** The number of links to go back before continuing. */
  readonly from: number
}

export const allSteps = Object.keys(steps) as StepName[]

/** Takes one step. A disallowed step must be rejected; a result must have no more authority than its source. */
export const grow = async (w: Fixture, parent: Link, move: Move): Promise<Link | undefined> => {
  const lawful = follows[parent.kind]
  const choice = move.lawful && lawful.length > 0 ? lawful : allSteps
  const step = choice[move.step % choice.length] ?? 'token'
  let made: Made
  try {
    made = await steps[step](w, parent.view, move)
  } catch (thrown) {
    if (!isDomainError(thrown)) throw thrown
    return undefined
  }
  const { view } = made
  const title = `${parent.kind} → ${step} ${JSON.stringify(move)}`
  assert.ok(lawful.includes(step), `${title} is never to be had`)
  assert.equal(view.user.id, made.effectiveUser, `${title}: acts as another user`)
  if (parent.kind !== 'plain') assert.ok(view.delegated, `${title}: delegated credentials became undelegated`)
  const most = ceiling(w, parent, w.placeOf(view))
  for (const { id, name } of view.roles) assert.ok(most.has(id), `${title}: ${name} could not be delegated`)
  const above = parent.kind === 'plain' || made.standsAlone ? Number.POSITIVE_INFINITY : parent.delegatedUntil
  const deadline = Math.min(made.until, above)
  const delegatedUntil = step === 'token' ? above : deadline
  assert.ok(view.expiresAt <= deadline, `${title}: outlives what it was made of`)
  assert.ok(view.payload.expiresAt <= deadline, `${title}: says that it outlives what it was made of`)
  const kind = kindOf(view, step === 'trust' && move.further)
  return {
    ...made,
    how: step,
    parent: made.standsAlone ? root(parent) : parent,
    kind,
    delegatedUntil,
    deadline,
  }
}

const root = (link: Link): Link => (link.parent ? root(link.parent) : link)
const isBelow = (link: Link, cut: Link): boolean =>
  link === cut || (link.parent !== undefined && isBelow(link.parent, cut))

/** Additional roles of a delegator do not change existing delegations. */
export const nothingGrows = async (w: Fixture, links: readonly Link[], more: readonly Given[]) => {
  const before = await Promise.all(links.map((link) => read(w, link)))
  for (const userId of [w.first, ...w.others]) for (const input of more) await w.give(userId, input)
  for (const [index, link] of links.entries()) {
    // An undelegated token follows the roles of its user.
    if (!link.view.delegated) continue
    const [then, now] = [before[index], await read(w, link)]
    assert.equal(
      now && worth(now),
      then && worth(then),
      `${link.kind} changed with the roles of its delegator`,
    )
    const fresh = link.how === 'token' ? undefined : await link.again()
    if (fresh) assert.deepEqual(names(fresh), names(link.view), `${link.kind} grew at the next sign-in`)
  }
}

/** A revocation invalidates all descendants, and nothing else. */
export const cutKills = async (
  w: Fixture,
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
      // A disabled user may have tokens elsewhere in the tree too.
      if (why.endsWith('deleted') && cut.parent)
        assert.equal(!!now, !!before[index], `${path} is no part of it`)
      continue
    }
    const unscoped = why === 'the user loses all roles' && link.view.scope.kind === 'unscoped'
    if (unscoped) continue
    assert.equal(now, undefined, `${path} outlived it`)
    await assert.rejects(link.again, (thrown) => isDomainError(thrown), `${path} can still be used`)
  }
}

/** No token outlives its expiry or that of its sources. */
export const timeEnds = async (w: Fixture, links: readonly Link[]) => {
  const ends = links.map(({ deadline }) => deadline).filter(Number.isFinite)
  if (ends.length === 0) return
  const end = Math.min(...ends)
  w.core.advanceTime(Math.max(0, end * 1000 - w.core.now()))
  for (const link of links.filter(({ deadline }) => deadline <= end)) {
    assert.equal(await read(w, link), undefined, `${link.kind} by ${link.how} lives beyond its end`)
    await assert.rejects(
      link.again,
      (thrown) => isDomainError(thrown),
      `${link.kind} by ${link.how} works beyond its end`,
    )
  }
}
