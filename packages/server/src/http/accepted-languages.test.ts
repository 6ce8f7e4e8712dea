import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedLanguages } from './accepted-languages.ts'

const cases: readonly (readonly [header: string | undefined, languages: readonly string[]])[] = [
  [undefined, []],
  ['', []],
  ['de', ['de']],
  ['de-AT', ['de']],
  ['DE-at', ['de']],
  ['zh-Hant-TW, ja;q=0.5', ['zh', 'ja']],
  ['fr;q=0.3, de;q=0.9, en;q=0.8', ['de', 'en', 'fr']],
  ['fr, de', ['fr', 'de']],
  ['en;q=0, de;q=0.001', ['de']],
  ['*;q=0.1 , hi ; q=0.4', ['hi', '*']],
  ['de;q=1.000', ['de']],
]

test('orders languages by weight, and drops regions', () => {
  for (const [header, languages] of cases) assert.deepEqual(acceptedLanguages(header), languages, header)
})

test('ignores malformed ranges and weights, and keeps the others', () => {
  for (const malformed of [
    'de_AT',
    'de;q=2',
    'de;q=-1',
    'de;q=0.1234',
    'de;q=NaN',
    'de;q',
    'de;level=1',
    'de;q=1;q=1',
    'd e',
    'abcdefghi',
    '<script>',
    'de-',
    ';q=1',
    '__proto__',
    '\u0000',
  ])
    assert.deepEqual(acceptedLanguages(`${malformed}, ja`), ['ja'], malformed)
})

test('does not read a header of 10,000 characters', () => {
  assert.deepEqual(acceptedLanguages('de,'.repeat(3334)), [])
  assert.deepEqual(acceptedLanguages(`de;${'q'.repeat(9997)}`), [])
})
