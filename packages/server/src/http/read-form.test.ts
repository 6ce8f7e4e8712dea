import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BadRequest } from './api.ts'
import { readForm } from './read-form.ts'

const type = 'application/x-www-form-urlencoded'
const read = (text: string | Buffer, input: string | undefined = type) => readForm(Buffer.from(text), input)

describe('forms', () => {
  test('are parsed to text by name', () => {
    const form = 'a=1&b=x+y%20z&c=%C3%BC%3D%26&d&e=&=f&__proto__=x'
    assert.deepEqual(
      { ...read(form, `${type}; charset=utf-8`) },
      Object.fromEntries([
        ['a', '1'],
        ['b', 'x y z'],
        ['c', 'ü=&'],
        ['d', ''],
        ['e', ''],
        ['', 'f'],
        ['__proto__', 'x'],
      ]),
    )
    assert.deepEqual(read(''), {})
  })

  test('S1: have at most 100 fields', () => {
    const fields = (count: number) => Array.from({ length: count }, (_, n) => `f${n}=`).join('&')
    assert.equal(Object.keys(read(fields(100))).length, 100)
    for (const text of [fields(101), '&'.repeat(100_000)])
      assert.throws(() => read(text), { message: 'The body has more than 100 fields.' })
  })

  test('are rejected with another media type, malformed content or duplicate fields', () => {
    for (const text of ['a=%zz', 'a=%', 'a=%ff', 'a=1&a=2', 'a=1&%61=1', 'a=%00', 'a\0=1'])
      assert.throws(() => read(text), BadRequest, text)
    assert.throws(() => read(Buffer.from([0x61, 0x3d, 0xff])), BadRequest)
    for (const input of [undefined, '', 'application/json', 'multipart/form-data'])
      assert.throws(() => readForm(Buffer.from('a=1'), input), BadRequest)
  })
})
