import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeRecords } from './records.ts'

/** A header and two records; the second contains a separator, quotes and a line break inside of a cell. */
const csv = 'a,b\r\n1,2\r\n"x, ""y""\r\nz",3\r\n'

describe('records of a file in pieces', () => {
  for (const size of [1, 2, 3, 7, 100])
    test(`CSV in pieces of ${size}: counts records, and replaces only the commas between cells`, () => {
      const { pass, count } = makeRecords('csv', '\t')
      let text = ''
      for (let at = 0; at < csv.length; at += size) text += pass(csv.slice(at, at + size))
      assert.equal(text, 'a\tb\r\n1\t2\r\n"x, ""y""\r\nz"\t3\r\n')
      assert.equal(count(), 2)
    })

  test('NDJSON is unchanged, and each line is a record', () => {
    const { pass, count } = makeRecords('ndjson')
    const text = '{"a":"one, \\"two\\""}\n{"a":"\\n"}\n'
    assert.equal(pass(text), text)
    assert.equal(count(), 2)
  })
})
