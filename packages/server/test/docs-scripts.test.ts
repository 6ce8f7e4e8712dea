import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatJson } from '../browser/format-json.ts'
import { type DocsEntry, rank } from '../src/apis/native/docs/rank.ts'

test('N17: a formatted response has the layout of JSON.stringify for every value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.equal(formatJson(text), JSON.stringify(JSON.parse(text), null, 2))
    }),
  )
})

test('N17: a formatted response keeps large numbers exact', () => {
  assert.equal(formatJson('{"n":12345678901234567890}'), '{\n  "n": 12345678901234567890\n}')
})

const entry = (kind: DocsEntry['kind'], name: string, about = ''): DocsEntry => ({
  kind,
  name,
  about,
  url: name,
})
const entries = [
  entry('error', 'email_taken', 'Choose another email.'),
  entry('error', 'email_malformed'),
  entry('field', 'User.email'),
  entry('operation', 'Create a user; its email is claimed', 'POST /users · createUser'),
  entry('resource', 'Users', 'A user is a person or a program.'),
]
const namesOf = (query: string) => rank(entries, query, 3).map(({ name }) => name)

test('N17: a search finds entries with every word, operations before error codes', () => {
  assert.deepEqual(namesOf('EMAIL create'), ['Create a user; its email is claimed'])
  assert.equal(namesOf('email')[0], 'Create a user; its email is claimed')
  assert.deepEqual(namesOf('email email_taken'), ['email_taken'])
  assert.equal(namesOf('users')[0], 'Users')
  assert.equal(namesOf('email').length, 3)
  assert.deepEqual(namesOf('  '), [])
  assert.deepEqual(namesOf('email nothing'), [])
})
