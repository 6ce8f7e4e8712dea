import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  checkDifferences,
  type Difference,
  findDifferences,
} from '../../../interop/wire-comparison/compare.ts'
import type { Recording } from '../../../interop/wire-comparison/record.ts'

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const other = '7c9e6679-7425-40de-944b-e07fc1f90ae7'

type Sent = { url?: string; body?: string; key?: string; scheme?: string; outcome?: string; times?: number }

const recording = ({
  url = `/users/${id}`,
  body = '',
  key = 'k',
  scheme = 'Bearer',
  outcome = 'returned',
  times = 1,
}: Sent): Recording => {
  const request = { method: 'GET', url, headers: { authorization: `${scheme} ${key}` }, body }
  return {
    cases: [{ name: 'get', requests: Array(times).fill(request), outcome }],
    replacements: new Map([[key, '<key>']]),
  }
}
const compare = (ours: Sent, python: Sent = {}) =>
  findDifferences(recording(python), recording(ours), ['x-more'])

const inBase64 = (uuid: string) => Buffer.from(`User:1:${uuid}`).toString('base64')

test('keys, ids and the spelling of JSON do not differ', () => {
  assert.deepEqual(compare({ url: `/users/${inBase64(other)}` }, { url: `/users/${inBase64(id)}` }), [])
  assert.deepEqual(compare({ key: 'another', url: `/users/${other}` }), [])
  assert.deepEqual(compare({ url: '/geobox/v1/users/14/' }, { url: '/geobox/v1/users/10/' }), [])
  assert.deepEqual(compare({ body: '{"b": 1, "a": [2]}' }, { body: '{"a":[2],"b":1}' }), [])
  assert.deepEqual(compare({ url: '/users?b=1&f=%7B%7D' }, { url: '/users?f=%7B+%7D&b=1' }), [])
})

for (const [part, ours] of [
  ['path', { url: '/users' }],
  ['path', { url: `/users/${inBase64(id)}` }],
  ['path', { url: `/users/${id.toUpperCase()}` }],
  ['query', { url: `/users/${id}?limit=1` }],
  ['body', { body: '{}' }],
  ['authorization', { scheme: 'Basic' }],
  ['outcome', { outcome: 'argument' }],
  ['requests', { times: 2 }],
] as const)
  test(`finds another ${part}: ${JSON.stringify(ours)}`, () => {
    assert.deepEqual(
      compare(ours).map((found) => found.part),
      [part],
    )
  })

test('a listed difference is expected, and another or an absent one fails', () => {
  const [found] = compare({ outcome: 'argument' })
  assert.ok(found)
  const listed: Difference = { ...found, cases: ['get'], reason: 'checked before a request' }
  const check = (difference: Difference, version = '') => checkDifferences([found], [difference], version)
  assert.deepEqual(check(listed), { unlisted: [], absent: [] })
  assert.deepEqual(check({ ...listed, cases: 'all' }), { unlisted: [], absent: [] })
  for (const wrong of [{ cases: ['list'] }, { ours: 'status 422' }, { versions: ['2'] }]) {
    const { unlisted, absent } = check({ ...listed, ...wrong })
    assert.deepEqual([unlisted.length, absent.length], [1, 'versions' in wrong ? 0 : 1])
  }
})

test('scripts with different cases cannot be compared', () => {
  assert.throws(() => findDifferences(recording({}), { ...recording({}), cases: [] }, []), /different cases/)
})
