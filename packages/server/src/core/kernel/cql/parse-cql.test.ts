import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '../domain-error.ts'
import { equals } from '../filters/filter-expression.ts'
import type { CqlFields } from './fields.ts'
import { cqlLimits, parseCql } from './parse-cql.ts'

type Key = 'name' | 'mail' | 'size' | 'born' | 'open' | 'state'

const fields: CqlFields<Key> = {
  name: { kind: 'text', key: 'name' },
  email: { kind: 'text', key: 'mail' },
  size: { kind: 'number', key: 'size' },
  born: { kind: 'time', key: 'born' },
  open: { kind: 'boolean', key: 'open' },
  state: { kind: 'choice', choices: { On: equals('state', 'active'), Off: equals('open', false) } },
  'odd name': { kind: 'text', key: 'name' },
}

const parse = (text: string) => parseCql(text, fields)
const compare = (key: Key, op: string, value: unknown) => ({ kind: 'compare', key, op, value })
const many = { any: 'many' }
const one = { any: 'one' }

const wrong = (text: string, position: number, message: RegExp) =>
  assert.throws(
    () => parseCql(text, fields, 'q'),
    (thrown) => {
      assert.ok(isDomainError(thrown, 'invalid'), String(thrown))
      assert.equal(thrown.code, 'filter_invalid')
      assert.equal(thrown.details['parameter'], 'q')
      assert.match(thrown.message, message)
      assert.equal(thrown.details['position'], position, thrown.message)
      return true
    },
    text.slice(0, 60),
  )

test('every comparison on every kind of field', () => {
  for (const [sign, op] of Object.entries({
    '=': 'eq',
    '<>': 'neq',
    '<': 'lt',
    '<=': 'lte',
    '>': 'gt',
    '>=': 'gte',
  }))
    assert.deepEqual(parse(`size${sign}-12`), compare('size', op, -12))
  assert.deepEqual(parse("email = 'O''Neill \" % \\'"), compare('mail', 'eq', 'O\'Neill " % \\'))
  assert.deepEqual(parse('open = TRUE'), compare('open', 'eq', true))
  assert.deepEqual(parse('open <> false'), compare('open', 'neq', false))
  assert.deepEqual(parse('size = 1e3'), compare('size', 'eq', 1000))
  assert.deepEqual(parse(`"odd name" = 'x'`), compare('name', 'eq', 'x'))
  assert.deepEqual(parse(`"name" = ''`), compare('name', 'eq', ''))
})

test('times: dates and timestamps, wrapped or plain, in UTC by default', () => {
  const day = Date.UTC(2024, 1, 29)
  for (const written of [
    "'2024-02-29'",
    "DATE('2024-02-29')",
    "timestamp('2024-02-29T00:00:00Z')",
    "'2024-02-29 01:30:00+01:30'",
    "'2024-02-28T23:00-01:00'",
  ])
    assert.deepEqual(parse(`born >= ${written}`), compare('born', 'gte', day), written)
  assert.deepEqual(parse("born < '2024-02-29T12:00:00.5Z'"), compare('born', 'lt', day + 43_200_500))
  assert.deepEqual(parse("born BETWEEN '2024-02-29' AND DATE('2024-03-01')"), {
    kind: 'between',
    key: 'born',
    low: day,
    high: day + 86_400_000,
  })
  for (const never of [
    '2023-02-29',
    '2024-13-01',
    '2024-02-29T25:00:00Z',
    '2024-02-29T12:00:00+24:00',
    '24-02-29',
    'yesterday',
  ])
    wrong(`born = '${never}'`, 8, /ISO 8601/)
  wrong("born = DATE('2024-02-29T00:00:00Z')", 13, /date in ISO 8601/)
  wrong("born = TIMESTAMP('2024-02-29')", 18, /timestamp in ISO 8601/)
})

test('patterns: wildcards, and escapes with a backslash', () => {
  assert.deepEqual(parse("name LIKE '%a_b\\%c\\\\%%'"), {
    kind: 'like',
    key: 'name',
    pattern: [many, 'a', one, 'b%c\\', many],
    fold: false,
  })
  assert.deepEqual(parse("name not ilike 'ÄB%'"), {
    kind: 'not',
    of: { kind: 'like', key: 'name', pattern: ['äb', many], fold: true },
  })
  assert.deepEqual(parse("CASEI(name) LIKE CASEI('AB')"), {
    kind: 'like',
    key: 'name',
    pattern: ['ab'],
    fold: true,
  })
  assert.deepEqual(parse("CASEI(name) = CASEI('Ann')"), { ...compare('name', 'eq', 'ann'), fold: true })
  wrong(`name LIKE '${'%a'.repeat(11)}'`, 11, /at most 10/)
  wrong("size LIKE '1%'", 6, /LIKE requires a text field/)
})

test('lists, null tests, alternatives and negations', () => {
  assert.deepEqual(parse("name IN ('a', 'b')"), { kind: 'in', key: 'name', values: ['a', 'b'] })
  assert.deepEqual(parse('size NOT IN (1)'), { kind: 'not', of: { kind: 'in', key: 'size', values: [1] } })
  assert.deepEqual(parse('size not between 1 and 2'), {
    kind: 'not',
    of: { kind: 'between', key: 'size', low: 1, high: 2 },
  })
  assert.deepEqual(parse('name IS NULL'), { kind: 'isNull', key: 'name' })
  assert.deepEqual(parse('name IS NOT NULL'), { kind: 'not', of: { kind: 'isNull', key: 'name' } })
  assert.deepEqual(parse("state = 'Off'"), equals('open', false))
  assert.deepEqual(parse("state <> 'On'"), { kind: 'not', of: equals('state', 'active') })
  assert.deepEqual(parse("state IN ('On', 'Off')"), {
    kind: 'any',
    of: [equals('state', 'active'), equals('open', false)],
  })
  assert.deepEqual(parse('state is null'), { kind: 'any', of: [] })
  wrong("state = 'active'", 9, /one of On, Off/)
  wrong("state > 'On'", 7, /= and <> only/)
  wrong("state LIKE 'O%'", 7, /LIKE requires a text field/)
  wrong("state = 'constructor'", 9, /one of On, Off/)
})

test('precedence: NOT before AND before OR, parentheses first', () => {
  const [a, b, c] = [compare('size', 'eq', 1), compare('size', 'eq', 2), compare('size', 'eq', 3)]
  assert.deepEqual(parse('size=1 OR size=2 and size=3'), {
    kind: 'any',
    of: [a, { kind: 'all', of: [b, c] }],
  })
  assert.deepEqual(parse('(size=1 or size=2) AND NOT size=3'), {
    kind: 'all',
    of: [
      { kind: 'any', of: [a, b] },
      { kind: 'not', of: c },
    ],
  })
  assert.deepEqual(parse('not not (((size=1)))'), { kind: 'not', of: { kind: 'not', of: a } })
})

test('errors name the position and what was expected', () => {
  wrong('', 1, /expected the name of a field, found the end/)
  wrong('size', 5, /expected a comparison/)
  wrong('size =', 7, /expected a whole number for size, found the end/)
  wrong("size = '1'", 8, /expected a whole number for size, found a text/)
  wrong('size = 1.5', 8, /whole number/)
  wrong('size = 99999999999999999999', 8, /whole number/)
  wrong('name = 1', 8, /expected a text for name, in apostrophes, found "1"/)
  wrong('name = email', 8, /expected a text/)
  wrong("name == 'a'", 7, /expected a text/)
  wrong("name != 'a'", 6, /unequal is written <>/)
  wrong("name = 'a", 8, /no closing apostrophe/)
  wrong('"name = 1', 1, /no closing quotation mark/)
  wrong("absent = 'a'", 1, /no field "absent"; there are born, email, name/)
  wrong("__proto__ = 'a'", 1, /no field/)
  wrong("name = 'a' size = 1", 12, /expected AND, OR or the end/)
  wrong("(name = 'a'", 12, /expected "\)"/)
  wrong("name = 'a')", 11, /expected AND, OR or the end/)
  wrong('name IN ()', 10, /expected a text/)
  wrong("name BETWEEN 'a' AND 'b'", 6, /BETWEEN requires a number or time field/)
  wrong("name = 'a'; drop table users", 11, /unexpected character ";"/)
  wrong("name = 'a\0'", 8, /NUL/)
  wrong("name = 'a' \0", 12, /unexpected character/)
  wrong("name = '\ud800'", 8, /unpaired surrogates/)
})

test('T75: rejects long filters before it reads them, and deep or wide ones', { timeout: 60_000 }, () => {
  const megabyte = 1_000_000
  const hostile = [
    '('.repeat(megabyte),
    'NOT '.repeat(megabyte / 4),
    "'".repeat(megabyte),
    '"'.repeat(megabyte),
    `name = '${'a'.repeat(megabyte)}'`,
    `name LIKE '${'%_'.repeat(megabyte / 2)}'`,
    "name = 'a' OR ".repeat(megabyte / 14),
    `size IN (${'1,'.repeat(megabyte / 2)}1)`,
    ' '.repeat(megabyte),
    '9'.repeat(megabyte),
    '\0'.repeat(megabyte),
  ]
  for (const text of hostile) {
    // Nothing of it is read.
    wrong(text, cqlLimits.length + 1, /longer than/)
    assert.throws(
      () => parse(text.slice(0, cqlLimits.length)),
      (thrown) => isDomainError(thrown, 'invalid'),
    )
  }
  wrong('('.repeat(40), cqlLimits.depth + 2, /nested deeper than 32/)
  wrong(`${'NOT '.repeat(40)}size=1`, 4 * (cqlLimits.depth + 1) + 1, /nested deeper than 32/)
  wrong(Array(101).fill('size=1').join(' or '), 1001, /more than 100 conditions/)
  assert.doesNotThrow(() => parse(`${'('.repeat(32)}size=1${')'.repeat(32)}`))
})
