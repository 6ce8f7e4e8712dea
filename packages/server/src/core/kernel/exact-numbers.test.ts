import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { inexactNumber, isExact } from './exact-numbers.ts'

test('P5: integers within 2^53 and representable fractions are exact', () => {
  for (const written of [
    '0',
    '-0',
    '7',
    '9007199254740991',
    '-9007199254740991',
    '0.1234567890123456789',
    '1e3',
  ])
    assert.ok(isExact(written), written)
  for (const written of ['1E+300', '1e-400', '9007199254740993.5']) assert.ok(isExact(written), written)
  for (const written of ['9007199254740992', '9007199254740993', '-9007199254740993', '1546130668394913822'])
    assert.ok(!isExact(written), written)
  for (const written of ['1e309', '-1e400', '9'.repeat(400), `${'9'.repeat(400)}.5`])
    assert.ok(!isExact(written), written.slice(0, 20))
})

test('P5: reports the path of the first inexact number', () => {
  const big = '9007199254740993'
  for (const [text, path] of [
    [big, []],
    [`{"a":${big}}`, ['a']],
    [`{"a":[1,{"b c":-${big}}]}`, ['a', '1', 'b c']],
    [`[[${big}]]`, ['0', '0']],
    [`{"x":{"y":1},"z":"${big}","w":[${big}, ${big}]}`, ['w', '0']],
    [`{"\\u0061\\"":{"":1e999}}`, ['a"', '']],
    [` { "a" : [ ] , "b" : [ {} , 1e309 ] } `, ['b', '1']],
    [`{"a":{"b":1},"c":${big}}`, ['c']],
  ] as const)
    assert.deepEqual(inexactNumber(text), path, text)
  for (const text of [
    `"${big}"`,
    `{"${big}":1}`,
    `["\\"${big}"]`,
    '[0.12345678901234567890, 1e22, 1234567890123456.5]',
  ])
    assert.equal(inexactNumber(text), undefined, text)
})

test('P5: JSON text has an inexact number exactly when one of its numerals is inexact', () => {
  const numeral = fc.oneof(
    fc.bigInt().map(String),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom('1e308', '1e309', '9007199254740991', '9007199254740992', '-1E+400'),
  )
  const { text } = fc.letrec<{ text: { text: string; numerals: string[] } }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      numeral.map((text) => ({ text, numerals: [text] })),
      fc.string({ unit: 'binary' }).map((value) => ({ text: JSON.stringify(value), numerals: [] })),
      fc.array(tie('text'), { maxLength: 4 }).map((all) => ({
        text: `[${all.map((one) => one.text).join(' , ')}]`,
        numerals: all.flatMap((one) => one.numerals),
      })),
      fc.array(fc.tuple(fc.string(), tie('text')), { maxLength: 4 }).map((all) => ({
        text: `{${all.map(([name, one]) => `${JSON.stringify(name)}: ${one.text}`).join(',')}}`,
        numerals: all.flatMap(([, one]) => one.numerals),
      })),
    ),
  }))
  fc.assert(
    fc.property(text, ({ text, numerals }) => {
      assert.equal(inexactNumber(text) === undefined, numerals.every(isExact), text)
    }),
    { numRuns: 1000 },
  )
})
