import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkJsonText } from './check-json-text.ts'

const why = (text: string): string | undefined => {
  try {
    checkJsonText(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Number of array and object members, and of object keys. */
const sizeOf = (value: unknown): { values: number; names: number } => {
  if (typeof value !== 'object' || value === null) return { values: 0, names: 0 }
  const members = Object.values(value)
  const own = { values: members.length, names: Array.isArray(value) ? 0 : members.length }
  return members
    .map(sizeOf)
    .reduce((a, b) => ({ values: a.values + b.values, names: a.names + b.names }), own)
}

describe('JSON text checks before parsing', () => {
  test('S14: allows at most 35,000 values and 5,000 names, at any nesting', () => {
    const list = (count: number, member = '0') => `[${Array(count).fill(member).join(',')}]`
    const named = (count: number) =>
      `{${Array.from({ length: count }, (_, n) => `"k${n}" : [ ]`).join(' , ')}}`
    assert.equal(why(list(35_000)), undefined)
    assert.equal(why(list(35_000, '{}')), undefined)
    assert.equal(why(list(35_000, '"[,:{"')), undefined)
    assert.equal(why(named(5000)), undefined)
    const values = 'The body contains more than 35000 values.'
    assert.equal(why(list(35_001)), values)
    assert.equal(why(list(17_501, '[0]')), values)
    assert.equal(why(named(5001)), 'The body contains more than 5000 names.')
    assert.equal(why(list(5001, '{"a":0}')), 'The body contains more than 5000 names.')
  })

  test('S14: allows any text within the limits', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        if (/__proto__|\\u0000/.test(text)) return
        const { values, names } = sizeOf(JSON.parse(text))
        assert.ok(values <= 35_000 && names <= 5000)
        assert.equal(why(text), undefined, text)
      }),
      { numRuns: 500, seed: 14 },
    )
  })

  test('rejects NUL and the key __proto__, also escaped', () => {
    for (const text of ['"\\u0000"', '{"a":["x\\u0000"]}', '"\\\\\\u0000"'])
      assert.equal(why(text), 'The body must not contain the character NUL.', text)
    for (const key of [
      '__proto__',
      '\\u005f_proto__',
      '__\\u0070roto__',
      [...'__proto__'].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(''),
    ])
      for (const text of [`{"${key}":1}`, `[{"${key}" \n : {}}]`])
        assert.equal(why(text), 'The body must not contain the key "__proto__".', text)
    for (const text of [
      '"__proto__"',
      '{"a":"__proto__"}',
      '["__proto__","b"]',
      '"\\\\u0000"',
      '{"__proto":1}',
    ])
      assert.equal(why(text), undefined, text)
  })

  test('allows at most 100 levels of nesting', () => {
    const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`
    assert.equal(why(deep(100)), undefined)
    assert.equal(why(deep(101)), 'The body is nested deeper than 100 levels.')
    assert.equal(why('{"a":'.repeat(101)), 'The body is nested deeper than 100 levels.')
  })
})
