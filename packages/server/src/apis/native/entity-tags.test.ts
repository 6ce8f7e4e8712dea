import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadRequest } from '../../http/api.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'

test('an entity tag parses to the version it was created from', () => {
  assert.deepEqual(readIfMatch(etagOf({ version: 12 })), [12])
})

test('parses no condition, one, several, and those that never match', () => {
  assert.equal(readIfMatch(undefined), undefined)
  assert.equal(readIfMatch(' * '), undefined)
  assert.deepEqual(readIfMatch('"1", "22" ,"3"'), [1, 22, 3])
  assert.deepEqual(readIfMatch('W/"1"'), [], 'a weak tag')
  assert.deepEqual(readIfMatch('"abc", ""'), [], 'of another server')
})

test('malformed entity tags are undefined', () => {
  for (const header of ['', '1', '"1', '"1" "2"', '"1",', 'w/"1"', '"a b"', `"${'1'.repeat(2000)}"`])
    assert.throws(() => readIfMatch(header), BadRequest, header)
})
