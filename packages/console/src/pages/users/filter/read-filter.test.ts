import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Condition, filterOf, filterOfList } from './conditions.ts'
import { readFilter } from './read-filter.ts'

const row = (
  field: Condition['field'],
  operator: Condition['operator'],
  value = '',
  path = '',
): Condition => ({
  field,
  operator,
  value,
  path,
})

test('what the builder writes, it reads', () => {
  const rows = [
    row('username', 'contains', "O'Neill 100% \\ _"),
    row('email', 'endsWith', '@example.org'),
    row('display_name', 'startsWith', 'ژ'),
    row('external_id', 'isNot', ''.padEnd(3, "'")),
    row('number', 'atMost', '-12'),
    row('status', 'is', 'disabled'),
    row('language', 'isNot', 'fa'),
    row('developer', 'is', 'true'),
    row('created_at', 'from', '2026-01-31'),
    row('last_active_at', 'empty'),
    row('metadata', 'is', 'engines', 'team.name'),
    row('metadata', 'contains', 'x', 'cost "center"'),
  ]
  for (const join of ['AND', 'OR'] as const)
    assert.deepEqual(readFilter(filterOf({ join, rows }) ?? ''), { join, rows })
})

test('text of others is read where the builder can show it', () => {
  assert.deepEqual(readFilter(`"username"='a' and created_at < '2026-01-31'`), {
    join: 'AND',
    rows: [row('username', 'is', 'a'), row('created_at', 'before', '2026-01-31')],
  })
  assert.deepEqual(readFilter('  '), { join: 'AND', rows: [] })
  for (const text of [
    "username = 'a' AND email = 'b' OR email = 'c'",
    "NOT username = 'a'",
    "(username = 'a')",
    "username IN ('a', 'b')",
    "username LIKE 'a%'",
    "username ILIKE 'a%b%'",
    "username ILIKE 'a_'",
    "language = 'fr'",
    "status = 'gone'",
    "created_at > '2026-01-31T12:00:00Z'",
    'metadata IS NULL',
    'number = 1.5 x',
    "username = 'a",
    "__proto__ = 'a'",
    "username = 'a' AND",
  ])
    assert.equal(readFilter(text), undefined, text)
})

test('incomplete rows are left out', () => {
  const rows = [
    row('username', 'contains'),
    row('number', 'is', 'x'),
    row('metadata', 'is', 'x'),
    row('email', 'empty'),
  ]
  assert.equal(filterOf({ join: 'AND', rows }), 'email IS NULL')
  assert.equal(filterOf({ join: 'AND', rows: rows.slice(0, 3) }), undefined)
})

test('a search and a filter become one filter', () => {
  assert.equal(filterOfList(undefined, undefined), 'id IS NOT NULL')
  assert.equal(filterOfList(undefined, "status = 'active'"), "status = 'active'")
  assert.match(
    filterOfList("a'%", "x = 'y' OR z = 'w'"),
    /^\(username ILIKE '%a''\\%%' OR .*\) AND \(x = 'y' OR z = 'w'\)$/,
  )
})
