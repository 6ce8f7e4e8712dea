import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseId, showId } from './ids.ts'

const id = '0f8fad5bd9cb469fa16570867728950e'
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'

describe('ids of the Julep API', () => {
  test('are shown as UUIDs', () => assert.equal(showId(id), uuid))

  for (const text of [uuid, uuid.toUpperCase(), id, `{${uuid}}`, `urn:uuid:${uuid}`, `URN:UUID:${uuid}`])
    test(`${text} is parsed`, () => assert.equal(parseId(text), id))

  for (const text of ['', 'nope', `${uuid}0`, uuid.slice(1), `{${uuid}`, `${uuid.slice(0, -1)}g`, `{}`])
    test(`"${text}" is left unchanged`, () => assert.equal(parseId(text), text))
})
