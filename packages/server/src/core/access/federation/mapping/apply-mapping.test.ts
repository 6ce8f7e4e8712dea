import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { compilePattern } from '../../../../patterns/compile-pattern.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { SchemaVersion } from '../mapping.ts'
import { applyMapping, applyMappingWithin, type MappedIdentity } from './apply-mapping.ts'
import { readMappingRules } from './read-mapping-rules.ts'
import { countSteps } from './steps.ts'

type Attributes = Readonly<Record<string, string | readonly string[]>>

const assertionOf = (attributes: Attributes) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, [value].flat()]))

const read = (rules: readonly unknown[], schemaVersion: SchemaVersion = '1.0') =>
  readMappingRules({ schemaVersion, rules }, compilePattern)

const map = (rules: readonly unknown[], attributes: Attributes, version?: SchemaVersion): MappedIdentity =>
  applyMapping(read(rules, version), assertionOf(attributes))

/** One rule that names the user `jo`. */
const rule = (remote: readonly unknown[], ...local: readonly unknown[]) => ({
  local: [{ user: { name: 'jo' } }, ...local],
  remote,
})

const isError = (code: string) => (thrown: unknown) => {
  assert.ok(thrown instanceof DomainError, String(thrown))
  assert.deepEqual([thrown.kind, thrown.code], ['unauthenticated', code])
  return true
}

const matches = (requirement: object, attributes: Attributes): boolean => {
  try {
    map([rule([requirement])], attributes)
    return true
  } catch (thrown) {
    return !isError('mapping_unmatched')(thrown)
  }
}

test('a user is mapped from attributes, and belongs to a group while a condition is met', () => {
  const rules = [
    {
      local: [{ user: { name: '{0} {1}', email: '{2}' } }, { group: { id: 'staff' } }],
      remote: [
        { type: 'FirstName' },
        { type: 'LastName' },
        { type: 'Email' },
        { type: 'Kind', any_one_of: ['Employee', 'Contractor'] },
      ],
    },
  ]
  const attributes = { FirstName: 'Jo', LastName: 'Ño', Email: 'jo@example.com' }
  assert.deepEqual(map(rules, { ...attributes, Kind: 'Guest;Contractor' }), {
    user: { type: 'ephemeral', name: 'Jo Ño', email: 'jo@example.com' },
    groupIds: ['staff'],
    groupNames: [],
    projects: [],
  })
  assert.throws(() => map(rules, { ...attributes, Kind: 'Guest' }), isError('mapping_unmatched'))
  assert.throws(() => map(rules, attributes), isError('mapping_unmatched'))
})

test('the example of docs/apis/keystone.md', () => {
  const page = readFileSync(new URL('../../../../../../../docs/apis/keystone.md', import.meta.url), 'utf8')
  const [, example = ''] = /```json\n(\{\n {2}"mapping": [\s\S]+?)```/.exec(page) ?? []
  const { mapping } = JSON.parse(example)
  const domain = { name: 'Partners' }
  assert.deepEqual(map(mapping.rules, { name: 'jo', groups: 'team-1;ops;team-2' }, mapping.schema_version), {
    user: { type: 'ephemeral', name: 'jo', domain },
    groupIds: [],
    groupNames: ['team-1', 'team-2'].map((name) => ({ name, domain })),
    projects: [],
  })
})

test('conditions on an attribute', () => {
  for (const [requirement, values, expected] of [
    [{}, 'a', true],
    [{}, '', true],
    [{ any_one_of: ['a', 'b'] }, 'b', true],
    [{ any_one_of: ['a', 'b'] }, 'x;b', true],
    [{ any_one_of: ['a'] }, 'A', false],
    [{ any_one_of: ['a'] }, 'ab', false],
    [{ any_one_of: ['a'] }, ' a', false],
    [{ any_one_of: [] }, 'a', false],
    [{ any_one_of: ['é'] }, 'e\u0301', false],
    [{ any_one_of: ['^a'], regex: true }, 'x;ab', true],
    [{ any_one_of: ['^a'], regex: true }, 'xa', false],
    [{ any_one_of: ['^a'], regex: false }, 'ab', false],
    [{ any_one_of: ['^a'], regex: false }, '^a', true],
    [{ not_any_of: ['a'] }, 'b', true],
    [{ not_any_of: ['a'] }, 'b;a', false],
    [{ not_any_of: [] }, 'a', true],
    [{ not_any_of: ['a$'], regex: true }, 'b;xa', false],
    [{ not_any_of: ['a$'], regex: true }, 'ab', true],
    [{ whitelist: ['a'] }, 'b', true],
    [{ blacklist: ['a'] }, 'a', true],
  ] as const)
    assert.equal(
      matches({ type: 't', ...requirement }, { t: values }),
      expected,
      JSON.stringify([requirement, values]),
    )
})

test('every condition needs its attribute; names are case-sensitive and never those of prototypes', () => {
  for (const condition of [{}, { not_any_of: ['a'] }, { blacklist: ['a'] }, { whitelist: ['a'] }])
    for (const type of ['T', 'constructor', '__proto__', 'toString'])
      assert.equal(matches({ type, ...condition }, { t: 'a' }), false)
  assert.equal(matches({ type: 't' }, { t: [] }), false)
})

test('several values of an attribute are one list, whether the provider sends them apart or with ;', () => {
  const rules = [rule([{ type: 'g' }], { groups: '{0}', domain: { id: 'd' } })]
  const names = (g: string | readonly string[]) => map(rules, { g }).groupNames.map(({ name }) => name)
  assert.deepEqual(names('a;b;c'), ['a', 'b', 'c'])
  assert.deepEqual(names(['a', 'b;c']), ['a', 'b', 'c'])
  assert.deepEqual(names('a;;a;'), ['a'])
})

test('whitelist and blacklist choose the groups', () => {
  const names = (condition: object, g: string) =>
    map([rule([{ type: 'g', ...condition }], { groups: '{0}', domain: { name: 'D' } })], { g }).groupNames
  const inDomain = (...list: readonly string[]) => list.map((name) => ({ name, domain: { name: 'D' } }))
  assert.deepEqual(names({ whitelist: ['a', 'b'] }, 'c;b;a'), inDomain('b', 'a'))
  assert.deepEqual(names({ whitelist: ['x'] }, 'a;b'), [])
  assert.deepEqual(names({ whitelist: [] }, 'a'), [])
  assert.deepEqual(names({ blacklist: ['a'] }, 'a;b;c'), inDomain('b', 'c'))
  assert.deepEqual(names({ blacklist: [] }, 'a;b'), inDomain('a', 'b'))
  assert.deepEqual(
    names({ whitelist: ['^team-'], regex: true }, 'team-1;ops;team-2'),
    inDomain('team-1', 'team-2'),
  )
  assert.deepEqual(names({ blacklist: ['^team-', 'x'], regex: true }, 'team-1;ops;box'), inDomain('ops'))
  assert.deepEqual(names({ whitelist: ['.*'], regex: false }, 'a;.*'), inDomain('.*'))
})

test('a value of an assertion is never read as a list, so that it cannot name a group that is filtered', () => {
  const of = (condition: object) =>
    map([rule([{ type: 'g', ...condition }], { groups: '{0}', group_ids: '{0}', domain: { id: 'd' } })], {
      g: "['secret', 'team']",
    })
  for (const condition of [{ blacklist: ['secret'] }, { whitelist: ['team'], regex: true }]) {
    const { groupIds, groupNames } = of(condition)
    assert.deepEqual(groupIds, ["['secret', 'team']"])
    assert.deepEqual(groupNames, [{ name: "['secret', 'team']", domain: { id: 'd' } }])
  }
})

test('{n} counts the conditions that feed values: neither any_one_of nor not_any_of', () => {
  const rules = [
    {
      local: [{ user: { name: '{0}', email: '{1}', id: '{2}' } }],
      remote: [
        { type: 'kind', any_one_of: ['a'] },
        { type: 'name' },
        { type: 'kind', not_any_of: ['b'] },
        { type: 'mail', whitelist: ['m@x'] },
        { type: 'id', blacklist: ['none'] },
      ],
    },
  ]
  assert.deepEqual(map(rules, { kind: 'a', name: 'jo', mail: 'n@x;m@x', id: 'none;7' }).user, {
    type: 'ephemeral',
    id: '7',
    name: 'jo',
    email: 'm@x',
  })
})

test('text: braces are doubled, {} counts itself, several values have the text form of a list', () => {
  const name = (template: string, attributes: Attributes = { a: 'x', b: 'y' }) =>
    map([{ local: [{ user: { name: template } }], remote: [{ type: 'a' }, { type: 'b' }] }], attributes).user
      .name
  assert.equal(name('plain'), 'plain')
  assert.equal(name('{{0}} {0}'), '{0} x')
  assert.equal(name('{}-{}'), 'x-y')
  assert.equal(name('{1}{0}{1}'), 'yxy')
  assert.equal(name('{0}', { a: "p;it's;q\\", b: '' }), `['p', "it's", 'q\\\\']`)
  assert.equal(name('{0}', { a: '{1}', b: 'y' }), '{1}')
  assert.equal(name("['{0}']"), "['x']")
})

test('every matching rule counts: the first user, the last projects, all groups', () => {
  const project = (name: string) => ({ name, roles: [{ name: 'member' }] })
  const rules = [
    { local: [{ group: { id: 'g0' } }, { user: {} }], remote: [{ type: 'a' }] },
    { local: [{ user: { name: 'unmatched' } }], remote: [{ type: 'absent' }] },
    { local: [{ user: { name: 'first' } }, { projects: [project('p1')] }], remote: [{ type: 'a' }] },
    {
      local: [
        {
          user: { name: 'second', type: 'local' },
          group: { id: 'g1' },
          projects: [project('p2'), project('p3')],
        },
        { group: { name: 'n', domain: { id: 'd' } }, group_ids: "['g1', 'g2']" },
        { groups: "['n', 'm']", domain: { id: 'd' } },
      ],
      remote: [{ type: 'b' }],
    },
  ]
  assert.deepEqual(map(rules, { a: '1', b: '2' }), {
    user: { type: 'ephemeral', name: 'first' },
    groupIds: ['g0', 'g1', 'g2'],
    groupNames: [
      { name: 'n', domain: { id: 'd' } },
      { name: 'm', domain: { id: 'd' } },
    ],
    projects: [project('p2'), project('p3')],
  })
  assert.deepEqual(map([...rules, rule([{ type: 'a' }], { projects: [] })], { a: '1', b: '2' }).projects, [])
})

test('a user is ephemeral unless the mapping says local', () => {
  const user = (attributes: object) =>
    map([{ local: [{ user: attributes }], remote: [{ type: 'a' }] }], { a: 'x' }).user
  assert.deepEqual(user({ id: '{0}' }), { type: 'ephemeral', id: 'x' })
  assert.deepEqual(user({ name: 'n', type: 'ephemeral' }), { type: 'ephemeral', name: 'n' })
  assert.deepEqual(user({ name: '{0}', type: 'local', domain: { name: 'D' } }), {
    type: 'local',
    name: 'x',
    domain: { name: 'D' },
  })
})

test('without a user there is no sign-in', () => {
  const failing = (local: readonly unknown[], remote: readonly unknown[] = [{ type: 'a' }]) =>
    assert.throws(() => map([{ local, remote }], { a: 'x', e: '' }), isError('mapping_without_user'))
  failing([{ group: { id: 'g' } }])
  failing([{ user: {} }])
  failing([{ user: { type: 'local' } }])
  failing([{ user: { email: 'a@x' } }])
  failing([{ user: { name: '{0}' } }], [{ type: 'e' }])
  failing([{ user: { name: '{0}' } }], [{ type: 'a', whitelist: [] }])
  failing([{ user: { name: 'pre-{0}' } }], [{ type: 'a', whitelist: [] }])
  failing([{ user: { id: '{0}', name: 'n' } }], [{ type: 'a', whitelist: [] }])
  failing([{ user: { name: 'n', domain: { id: '{0}' } } }], [{ type: 'a', blacklist: ['x'] }])
  assert.throws(() => map([{ local: [], remote: [{ type: 'a' }] }], { a: 'x' }), isError('mapping_unmatched'))
})

test('what a filter leaves empty is left out: groups, projects and roles', () => {
  const { groupIds, groupNames, projects } = map(
    [
      rule([{ type: 'a', whitelist: ['nothing'] }, { type: 'a' }], {
        group: { id: '{0}' },
        group_ids: '{0}',
        groups: '{0}',
        domain: { id: 'd' },
        projects: [
          { name: '{0}', roles: [{ name: 'admin' }] },
          { name: '{1}', roles: [{ name: '{0}' }, { name: 'reader' }] },
          { name: 'elsewhere', roles: [{ name: 'admin' }], domain: { name: '{0}' } },
        ],
      }),
      rule([{ type: 'a', whitelist: [] }], { group: { name: 'g', domain: { id: '{0}' } } }),
    ],
    { a: 'x' },
    '2.0',
  )
  assert.deepEqual([groupIds, groupNames], [[], []])
  assert.deepEqual(projects, [{ name: 'x', domain: { id: 'd' }, roles: [{ name: 'reader' }] }])
})

test('groups need a domain, except those that name theirs in JSON', () => {
  const mapped = (local: object, g: string) => map([rule([{ type: 'g' }], local)], { g }).groupNames
  const json = (group: unknown) => `JSON:${JSON.stringify(group)}`
  const [one, two] = [
    { name: 'g1', domain: { name: 'D' } },
    { name: 'g2', domain: { id: 'd' } },
  ]
  assert.deepEqual(mapped({ groups: '{0}' }, `${json(one)};${json(two)}`), [one, two])
  assert.deepEqual(mapped({ groups: '{0}', domain: { id: 'x' } }, `plain;${json(one)}`), [
    { name: 'plain', domain: { id: 'x' } },
    one,
  ])
  for (const g of [
    'plain',
    `${json(one)};plain`,
    '',
    json({ name: 'g1' }),
    json({ domain: { id: 'd' } }),
    json({ name: 'g1', domain: 'd' }),
    json({ name: 'g1', domain: {} }),
    json({ name: 1, domain: { id: 'd' } }),
    json(null),
    json([]),
    'JSON:{',
  ])
    assert.throws(() => mapped({ groups: '{0}' }, g), isError('mapped_group_invalid'), g)
  assert.throws(() => mapped({ groups: 'g', domain: {} }, 'x'), isError('mapped_group_invalid'))
})

test('version 2.0: domain is the default of the projects beside it, and of the user from the last local object', () => {
  const project = { name: 'p', roles: [{ name: 'member' }] }
  const rules = (user: object, ...more: readonly object[]) => [
    { local: [{ user, domain: { id: 'own' } }, ...more], remote: [{ type: 'a' }] },
  ]
  const user = (version: SchemaVersion, mine: object, ...more: readonly object[]) =>
    map(rules(mine, ...more), { a: 'x' }, version).user.domain
  assert.equal(user('1.0', { name: 'n' }), undefined)
  assert.deepEqual(user('2.0', { name: 'n' }), { id: 'own' })
  assert.deepEqual(user('2.0', { name: 'n', domain: { name: 'D' } }), { name: 'D' })
  assert.deepEqual(user('2.0', { name: 'n', domain: {} }), { id: 'own' })
  assert.deepEqual(user('2.0', { name: 'n' }, { group: { id: 'g' }, domain: { name: '{0}' } }), { name: 'x' })
  assert.equal(user('2.0', { name: 'n' }, { group: { id: 'g' } }), undefined)
  const projects = (version: SchemaVersion, domain: object, ...list: readonly object[]) =>
    map(rules({ name: 'n' }, { projects: list, domain }), { a: 'x' }, version).projects
  assert.deepEqual(projects('1.0', { id: 'd' }, project), [project])
  assert.deepEqual(projects('2.0', { id: 'd' }, project, { ...project, domain: { name: '{0}' } }), [
    { ...project, domain: { id: 'd' } },
    { ...project, domain: { name: 'x' } },
  ])
  assert.deepEqual(projects('2.0', {}, project), [project])
})

test('text that no database can store names nothing', () => {
  const rules = [rule([{ type: 'g' }], { groups: '{0}', group_ids: 'g-{0}', domain: { id: 'd' } })]
  const { groupIds, groupNames } = map(rules, { g: 'a\0b' })
  assert.deepEqual([groupIds, groupNames], [[], []])
  const named = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'n' }] }]
  assert.throws(() => map(named, { n: 'a\0b' }), isError('mapping_without_user'))
  assert.throws(() => map(named, { n: '\ud800' }), isError('mapping_without_user'))
})

test('T75: an evaluation that takes too many steps is rejected before it takes them', () => {
  const start = performance.now()
  const long = 'a'.repeat(60_000)
  const doubling = [rule([{ type: 'a' }], { group: { id: '{0}'.repeat(20_000) } })]
  const searching = [
    rule([{ type: 'a', any_one_of: Array.from({ length: 20 }, () => '(?:a?){100}b'), regex: true }]),
  ]
  for (const rules of [doubling, searching])
    assert.throws(() => map(rules, { a: long }), isError('mapping_too_expensive'))
  assert.throws(
    () => map([rule([{ type: 'a' }])], { a: 'a'.repeat(6_000_000) }),
    isError('mapping_too_expensive'),
  )
  assert.ok(performance.now() - start < 3000)
  const steps = countSteps(1000)
  applyMappingWithin(read([rule([{ type: 'a' }])]), { a: ['x'] }, steps)
  assert.ok(steps.spent() < 30)
})
