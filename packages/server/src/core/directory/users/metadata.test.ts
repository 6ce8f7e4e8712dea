import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isDomainError } from '../../kernel/domain-error.ts'
import { type Metadata, metadataLimits, normalizeMetadata, patchMetadata } from './metadata.ts'

const nested = (levels: number): Metadata => (levels === 1 ? {} : { a: nested(levels - 1) })
const rejects = (code: string, work: () => unknown) =>
  assert.throws(work, (thrown) => isDomainError(thrown, 'invalid') && thrown.code === code)

describe('metadata', () => {
  test('stores any JSON unchanged, with keys in order', () => {
    const text = { z: 1, a: { y: [1, { q: null, b: true }, 'x'], c: -0.5 }, '': '', 'ä.b"c': 'é' }
    assert.deepEqual(normalizeMetadata(text), text)
    assert.equal(
      JSON.stringify(normalizeMetadata({ b: { d: 1, c: 2 }, a: [{ f: 1, e: 2 }] })),
      '{"a":[{"e":2,"f":1}],"b":{"c":2,"d":1}}',
    )
  })

  test('is limited in bytes, not in characters', () => {
    const around = '{"a":""}'.length
    const fits = { a: 'x'.repeat(metadataLimits.bytes - around) }
    assert.deepEqual(normalizeMetadata(fits), fits)
    rejects('metadata_too_large', () => normalizeMetadata({ a: `${fits.a}x` }))
    rejects('metadata_too_large', () => normalizeMetadata({ a: 'é'.repeat(metadataLimits.bytes / 2) }))
  })

  test('is limited in depth, arrays included, and hostile nesting causes no failure', () => {
    assert.deepEqual(normalizeMetadata(nested(10)), nested(10))
    rejects('metadata_too_deep', () => normalizeMetadata(nested(11)))
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level++) deep = [deep]
    rejects('metadata_too_deep', () => normalizeMetadata({ deep }))
    rejects('metadata_too_deep', () => patchMetadata({}, { deep }))
  })

  test('rejects NUL, lone surrogates and prototype keys, in keys and values at any depth', () => {
    for (const bad of ['\0', '\ud800'])
      for (const text of [{ [bad]: 1 }, { a: bad }, { a: [{ b: bad }] }])
        rejects('metadata_unstorable', () => normalizeMetadata(text))
    rejects('metadata_unstorable', () => normalizeMetadata(JSON.parse('{"a":{"__proto__":{"admin":true}}}')))
    rejects('metadata_unstorable', () => normalizeMetadata(JSON.parse('{"a":1e999}')))
    for (const text of [[], null, 'text', 7])
      rejects('metadata_no_object', () => normalizeMetadata(text as unknown as Metadata))
  })
})

// The table of RFC 7396, appendix A, as far as both sides are objects.
const table: readonly (readonly [before: Metadata, patch: Metadata, after: Metadata])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
]

describe('a merge patch of metadata (RFC 7396)', () => {
  for (const [before, patch, after] of table)
    test(`${JSON.stringify(before)} + ${JSON.stringify(patch)}`, () =>
      assert.deepEqual(patchMetadata(before, patch), after))

  test('limits apply to the result of a patch', () => {
    const half = 'x'.repeat(40_000)
    rejects('metadata_too_large', () => patchMetadata({ a: half }, { b: half }))
  })
})
