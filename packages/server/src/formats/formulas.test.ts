import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guardedText, unguarded } from './formulas.ts'

const letters = fc.constantFrom(
  ...["'", '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＠', ' ', 'a', '"', ','],
)

test('an escaped value never begins like a formula, and unescapes to the original', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: letters })), (text) => {
      const guarded = guardedText(text)
      assert.doesNotMatch(guarded, /^[=+\-@\t\r\n＝＋－＠]/)
      assert.equal(unguarded(guarded), text)
    }),
  )
})

test('text that is not a formula is unchanged', () => {
  for (const text of ['', "'", "''", "'quoted'", 'a=b', ' =1', "'a=b"]) {
    assert.equal(guardedText(text), text)
    assert.equal(unguarded(text), text)
  }
})
