import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { safeDocument, safeText } from './safe-text.ts'
import { yamlOf } from './yaml.ts'

describe('text for a terminal', () => {
  for (const [what, text, shown] of [
    ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
    ['a C1 control', '\u009b2J', '\\u009b2J'],
    ['a line break', 'a\r\nb', 'a\\r\\nb'],
    ['a bidirectional override', 'a\u202eb', 'a\\u202eb'],
    ['a tag of the supplementary planes', '\u{e0041}', '\\udb40\\udc41'],
    ['half of a surrogate pair', '\ud800', '\\ud800'],
  ] as const)
    test(`${what} is escaped`, () => assert.equal(safeText(text), shown))

  for (const text of ['Ada Lovelace', '東京', '🐎', 'می\u200cخواهم', '👩\u200d🚀'])
    test(`${text} is unchanged`, () => assert.equal(safeText(text), text))

  test('a JSON document keeps its lines and its values', () => {
    const value = { a: 'x\u202e\u0085', b: ['\u001b'] }
    const document = safeDocument(JSON.stringify(value, undefined, 2))
    assert.deepEqual(JSON.parse(document), value)
    assert.equal(document.split('\n').length, 6)
    assert.ok(!document.includes('\u202e'))
  })

  test('a YAML document escapes also in names', () => {
    const document = yamlOf({ 'a\u202e': 'x', b: 'plain' })
    assert.ok(!document.includes('\u202e'), document)
    assert.match(document, /^b: plain$/m)
  })
})
