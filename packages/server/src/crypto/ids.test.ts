import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeAuditId } from './audit-id.ts'
import { makeId } from './ids.ts'

test('ids are version 4 UUIDs in 32 hex digits, all different', () => {
  const made = Array.from({ length: 5000 }, makeId)
  for (const id of made) assert.match(id, /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
  assert.equal(new Set(made).size, made.length)
})

test('audit ids are 22 characters of base64url, all different', () => {
  const made = Array.from({ length: 5000 }, makeAuditId)
  for (const id of made) assert.match(id, /^[A-Za-z0-9_-]{21}[AQgw]$/)
  assert.equal(new Set(made).size, made.length)
})
