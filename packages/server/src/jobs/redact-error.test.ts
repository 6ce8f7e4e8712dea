import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redactError } from './redact-error.ts'

test('T78: a mail server error becomes one line of bounded length', () => {
  const error = new Error(`550 no\r\n{"level":60}\u001b[31m\u0000${'x'.repeat(10_000)}`)
  const reported = redactError(error, [])
  assert.match(reported, /^550 no \{"level":60\} \[31m x+$/)
  assert.equal(reported.length, 500)
  assert.equal(redactError('no error at all', []), 'no error at all')
})

test('secrets of the email are removed from errors, short words are kept', () => {
  const error = new Error('blocked: http://x/?token=mst_i_12345678 and mst_i_12345678, says Ann')
  assert.equal(
    redactError(error, ['mst_i_12345678', 'Ann', '']),
    'blocked: http://x/?token=… and …, says Ann',
  )
})
