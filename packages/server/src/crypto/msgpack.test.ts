import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeMsgpack, encodeMsgpack, type MsgpackInput } from './msgpack.ts'

const fill = (length: number): Buffer => Buffer.alloc(length, 1)
const ones = (length: number): number[] => Array(length).fill(1)

// Value, first bytes and length of the output of Python's msgpack 1.2.
const python: [MsgpackInput, string, number][] = [
  [0, '00', 1],
  [127, '7f', 1],
  [128, 'cc80', 2],
  [255, 'ccff', 2],
  [256, 'cd0100', 3],
  [65_535, 'cdffff', 3],
  [65_536, 'ce00010000', 5],
  [2 ** 32 - 1, 'ceffffffff', 5],
  [2 ** 32, 'cf0000000100000000', 9],
  [Number.MAX_SAFE_INTEGER, 'cf001fffffffffffff', 9],
  [-1, 'ff', 1],
  [-32, 'e0', 1],
  [-33, 'd0df', 2],
  [-128, 'd080', 2],
  [-129, 'd1ff7f', 3],
  [-32_768, 'd18000', 3],
  [-32_769, 'd2ffff7fff', 5],
  [-(2 ** 31), 'd280000000', 5],
  [-(2 ** 31) - 1, 'd3ffffffff7fffffff', 9],
  [Number.MIN_SAFE_INTEGER, 'd3ffe0000000000001', 9],
  [{ float64: 1.5 }, 'cb3ff8000000000000', 9],
  [{ float64: 1_784_289_600 }, 'cb41da968650000000', 9],
  [null, 'c0', 1],
  [true, 'c3', 1],
  [false, 'c2', 1],
  ['', 'a0', 1],
  ['é', 'a2c3a9', 3],
  ['x'.repeat(31), 'bf78', 32],
  ['x'.repeat(32), 'd92078', 34],
  ['x'.repeat(255), 'd9ff78', 257],
  ['x'.repeat(256), 'da010078', 259],
  ['x'.repeat(65_536), 'db0001000078', 65_541],
  [fill(0), 'c400', 2],
  [fill(255), 'c4ff01', 257],
  [fill(256), 'c5010001', 259],
  [fill(65_536), 'c60001000001', 65_541],
  [[], '90', 1],
  [ones(15), '9f01', 16],
  [ones(16), 'dc001001', 19],
  [ones(65_536), 'dd0001000001', 65_541],
  [
    [
      [true, Buffer.from('ab')],
      [false, 't'],
    ],
    '9292c3c402616292c2a174',
    11,
  ],
]

const plain = (value: MsgpackInput): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Uint8Array) return Buffer.from(value)
  return typeof value === 'object' && value !== null && 'float64' in value ? value.float64 : value
}

test('writes the bytes of Python, and reads them back', () => {
  for (const [value, start, length] of python) {
    const bytes = encodeMsgpack(value)
    assert.equal(bytes.toString('hex', 0, start.length / 2), start)
    assert.equal(bytes.length, length)
    assert.deepEqual(decodeMsgpack(bytes), plain(value))
  }
})

const { value: anything } = fc.letrec<{ value: MsgpackInput }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.double({ noNaN: true }).map((float64) => ({ float64 })),
    fc.array(tie('value')),
  ),
}))

test('every written value reads back unchanged', () => {
  fc.assert(
    fc.property(anything, (value) => assert.deepEqual(decodeMsgpack(encodeMsgpack(value)), plain(value))),
  )
})

test('any bytes are either one complete value or rejected, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      decodeMsgpack(bytes)
    }),
    { numRuns: 5000 },
  )
})

test('truncated input and trailing bytes are rejected', () => {
  fc.assert(
    fc.property(anything, (value) => {
      const bytes = encodeMsgpack(value)
      assert.equal(decodeMsgpack(Buffer.concat([bytes, Buffer.alloc(1)])), undefined)
      assert.equal(decodeMsgpack(bytes.subarray(0, -1)), undefined)
    }),
  )
})

test('wrong lengths, deep nesting and types outside the subset are rejected', () => {
  const hostile = {
    'array of 4 billion': 'ddffffffff01',
    'text of 4 billion': 'dbffffffff61',
    'nine deep': '919191919191919191',
    map: '8101c0',
    extension: 'd40000',
    'float of 32 bits': 'ca3f800000',
    'never used': 'c1',
    'unsigned beyond safe': 'cf0020000000000000',
    'signed beyond safe': 'd38000000000000000',
  }
  for (const [why, hex] of Object.entries(hostile))
    assert.equal(decodeMsgpack(Buffer.from(hex, 'hex')), undefined, why)
  assert.equal(decodeMsgpack(Buffer.alloc(1_000_000, 0x91)), undefined)
})

test('text that is not UTF-8 is read as bytes', () => {
  assert.deepEqual(decodeMsgpack(Buffer.from('a2c328', 'hex')), Buffer.from('c328', 'hex'))
})

test('numbers and text without an encoding are rejected on writing', () => {
  for (const value of [1.5, Number.NaN, 2 ** 53, '\ud800'])
    assert.throws(() => encodeMsgpack(value), RangeError)
})
