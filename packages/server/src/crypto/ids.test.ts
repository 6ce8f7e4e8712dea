import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeAuditId } from './audit-id.ts'
import { makeId, makeOrderedIds } from './ids.ts'

test('ids are version 4 UUIDs in 32 hex digits, all different', () => {
  const made = Array.from({ length: 5000 }, makeId)
  for (const id of made) assert.match(id, /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
  assert.equal(new Set(made).size, made.length)
})

test('ordered ids are version 7 UUIDs that ascend, also when the clock stalls or goes back', () => {
  let now = Date.UTC(2026, 0, 1)
  const make = makeOrderedIds(() => now)
  const made: string[] = []
  for (let n = 0; n < 30_000; n++) {
    if (n % 10_000 === 9_999) now += n < 15_000 ? 1 : -5
    made.push(make())
  }
  for (const id of made) assert.match(id, /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
  assert.equal(new Set(made).size, made.length)
  assert.deepEqual(made, made.toSorted())
  assert.equal(Number.parseInt(made[0]?.slice(0, 12) ?? '', 16), Date.UTC(2026, 0, 1))
})

test('audit ids are 22 characters of base64url, all different', () => {
  const made = Array.from({ length: 5000 }, makeAuditId)
  for (const id of made) assert.match(id, /^[A-Za-z0-9_-]{21}[AQgw]$/)
  assert.equal(new Set(made).size, made.length)
})
