import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maxAttempts, nextAttempt } from './backoff.ts'

const minute = 60_000

test('delays triple from one minute, and end after eight attempts', () => {
  const pauses = Array.from({ length: maxAttempts + 1 }, (_, n) => nextAttempt(n + 1, 0, () => 0))
  assert.deepEqual(
    pauses.map((pause) => pause && pause / minute),
    [1, 3, 9, 27, 81, 243, 729, undefined, undefined],
  )
})

test('jitter adds up to half of a delay; all delays together are about a day', () => {
  const whole = (random: number) =>
    Array.from({ length: maxAttempts - 1 }, (_, n) => nextAttempt(n + 1, 0, () => random) ?? 0).reduce(
      (a, b) => a + b,
    ) / 3_600_000
  assert.ok(whole(0) > 12 && whole(0.999) < 36, `${whole(0)} to ${whole(0.999)} hours`)
  assert.equal(
    nextAttempt(1, 1000, () => 0.5),
    1000 + 1.25 * minute,
  )
})
