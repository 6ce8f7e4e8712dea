import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOnce } from './mapping-fuzz/check.ts'
import { chance } from './mapping-fuzz/generate.ts'

test('random mappings give users nothing that they do not name (npm run fuzz-mappings checks more)', () => {
  const outcomes = new Map<string, number>()
  for (let seed = 0; seed < 2000; seed++) {
    const { outcome, steps } = checkOnce(chance(seed))
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    assert.ok(steps < 100_000)
  }
  for (const outcome of ['mapped', 'rejected mapping', 'rejected assertion'])
    assert.ok((outcomes.get(outcome) ?? 0) > 100, `${outcome}: ${outcomes.get(outcome)}`)
})
