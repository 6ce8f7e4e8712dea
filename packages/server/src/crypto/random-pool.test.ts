import assert from 'node:assert/strict'
import { test } from 'node:test'
import { random16 } from './random-pool.ts'

test('16 random bytes are handed out once and not overwritten', () => {
  const kept = Array.from({ length: 2000 }, random16)
  const texts = kept.map((bytes) => bytes.toString('hex'))
  assert.ok(kept.every(({ length }) => length === 16))
  assert.equal(new Set(texts).size, 2000)
  for (let n = 0; n < 2000; n++) random16().fill(0)
  assert.deepEqual(
    kept.map((bytes) => bytes.toString('hex')),
    texts,
  )
})
