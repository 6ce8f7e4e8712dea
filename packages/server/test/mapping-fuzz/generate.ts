/** Chooses at random, the same for the same seed. */
export type Chance = {
  /** From 0 to `below` - 1. */
  readonly number: (below: number) => number
  readonly one: <T>(of: readonly T[]) => T
  readonly maybe: (probability: number) => boolean
}

/** mulberry32 */
export const chance = (seed: number): Chance => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number) => Math.floor(next() * below)
  return {
    number,
    one: (of) => of[number(of.length)] as (typeof of)[number],
    maybe: (probability) => next() < probability,
  }
}

const attributes = ['name', 'groups', 'mail', 'kind']
/** No assertion has them. */
const inherited = ['constructor', '__proto__']
/** Also values that would mean something where they are read again: as templates, lists, JSON or names of groups. */
const values = ['jo', 'admin', 'team-1', 'x', '', 'é', '{0}', "['admin']", "'", 'JSON:{}', 'jo@x', 'JO', '\0']
const jsonGroup = 'JSON:{"name":"admin","domain":{"id":"d"}}'
/** Each means the same in JavaScript. */
export const patterns = ['^a', 'o$', 'team-[0-9]+', '.', 'x|y', '^$', '(a|aa)+$', '(?:a?){20}b']

const list = <T>(c: Chance, most: number, make: () => T): readonly T[] =>
  Array.from({ length: c.number(most + 1) }, make)

const template = (c: Chance, feeds: number): string => {
  if (feeds > 0 && c.maybe(0.6)) return `{${c.number(feeds)}}`
  if (feeds > 0 && c.maybe(0.3)) return `pre-{${c.number(feeds)}}-{${c.number(feeds)}}`
  return c.one(['admin', 'staff', 'br{{ace}}', 'guest'])
}

const domain = (c: Chance, feeds: number) =>
  c.one([{ id: template(c, feeds) }, { name: template(c, feeds) }, { id: 'd', name: 'D' }, {}])

const textList = (c: Chance, feeds: number) =>
  c.maybe(0.3) ? `['staff', '${c.one(['guest', 'other'])}']` : template(c, feeds)

const requirement = (c: Chance) => {
  const type = c.one(c.maybe(0.03) ? inherited : attributes)
  if (c.maybe(0.4)) return { type }
  const condition = c.one(['any_one_of', 'not_any_of', 'whitelist', 'blacklist'])
  if (c.maybe(0.3)) return { type, [condition]: list(c, 3, () => c.one(patterns)), regex: true }
  return { type, [condition]: list(c, 4, () => c.one(values.filter((value) => value !== '\0'))) }
}

const feedsIn = (remote: readonly object[]) =>
  remote.filter((one) => !('any_one_of' in one) && !('not_any_of' in one)).length

const local = (c: Chance, feeds: number, version: string) => {
  const named = () => template(c, feeds)
  return {
    ...(c.maybe(0.6) ? { user: { name: named(), ...(c.maybe(0.3) ? { id: named() } : {}) } } : {}),
    ...(c.maybe(0.2) ? { user: { id: named(), type: 'local', domain: domain(c, feeds) } } : {}),
    ...(c.maybe(0.3) ? { group: { id: named() } } : {}),
    ...(c.maybe(0.2) ? { group: { name: named(), domain: { name: named() } } } : {}),
    ...(c.maybe(0.4)
      ? { groups: textList(c, feeds), domain: c.maybe(0.9) ? { id: 'd' } : domain(c, feeds) }
      : {}),
    ...(c.maybe(0.2) ? { group_ids: textList(c, feeds) } : {}),
    ...(c.maybe(0.3)
      ? {
          projects: list(c, 2, () => ({
            name: named(),
            roles: list(c, 2, () => ({ name: named() })),
            ...(version === '2.0' && c.maybe(0.4) ? { domain: domain(c, feeds) } : {}),
          })),
        }
      : {}),
  }
}

export type FuzzMapping = { readonly schemaVersion: '1.0' | '2.0'; readonly rules: readonly unknown[] }

export const makeMapping = (c: Chance): FuzzMapping => {
  const schemaVersion = c.one(['1.0', '2.0'] as const)
  const rules = Array.from({ length: 1 + c.number(3) }, () => {
    const remote = Array.from({ length: 1 + c.number(3) }, () => requirement(c))
    const feeds = feedsIn(remote)
    return {
      local: [local(c, feeds, schemaVersion), ...list(c, 2, () => local(c, feeds, schemaVersion))],
      remote,
    }
  })
  return { schemaVersion, rules }
}

export type FuzzAssertion = Readonly<Record<string, readonly string[]>>

export const makeAssertion = (c: Chance): FuzzAssertion => {
  const value = () => (c.maybe(0.1) ? jsonGroup : c.one(values))
  const present = attributes.filter(() => c.maybe(0.95))
  return Object.fromEntries(
    present.map((name) => [
      name,
      [value(), ...list(c, 2, () => (c.maybe(0.2) ? `${value()};${value()}` : value()))],
    ]),
  )
}

const junk: readonly unknown[] = [
  null,
  1,
  -1,
  true,
  '',
  '{9}',
  '{',
  [],
  {},
  [[]],
  { type: 1 },
  '(?=a)',
  'x'.repeat(2000),
]

/** The same with one part replaced by something that does not belong there. */
export const spoil = (c: Chance, part: unknown): unknown => {
  if (c.maybe(0.25) || typeof part !== 'object' || part === null) return c.one(junk)
  const keys = Object.keys(part)
  const key = c.one([...keys, 'unknown'])
  if (Array.isArray(part)) return part.map((one, at) => (String(at) === key ? spoil(c, one) : one))
  return { ...part, [key]: spoil(c, (part as Readonly<Record<string, unknown>>)[key]) }
}
