import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadRequest } from '../../http/api.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'

test('an entity tag is read back as the version it was made of', () => {
  assert.deepEqual(readIfMatch(etagOf({ version: 12 })), [12])
})

test('no condition, one, several, and those that can never be met', () => {
  assert.equal(readIfMatch(undefined), undefined)
  assert.equal(readIfMatch(' * '), undefined)
  assert.deepEqual(readIfMatch('"1", "22" ,"3"'), [1, 22, 3])
  assert.deepEqual(readIfMatch('W/"1"'), [], 'a weak tag')
  assert.deepEqual(readIfMatch('"abc", ""'), [], 'of somebody else')
})

test('what are no entity tags cannot be read', () => {
  for (const header of ['', '1', '"1', '"1" "2"', '"1",', 'w/"1"', '"a b"', `"${'1'.repeat(2000)}"`])
    assert.throws(() => readIfMatch(header), BadRequest, header)
})
