import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readListText, toListText } from './list-text.ts'

const rows: readonly (readonly [text: string, items: readonly string[]])[] = [
  ['[]', []],
  [`['a']`, ['a']],
  [`['a', 'b']`, ['a', 'b']],
  [`["it's", 'say "so"']`, ["it's", 'say "so"']],
  [`['both \\' and "']`, ['both \' and "']],
  [`['back\\\\slash', 'line\\nbreak']`, ['back\\slash', 'line\nbreak']],
  [`['é', '\\xa0', '\\u200b']`, ['é', '\u00a0', '\u200b']],
]

test('lists have the text form of Python, and are read from it', () => {
  for (const [text, items] of rows) {
    assert.equal(toListText(items), text)
    assert.deepEqual(readListText(text), items)
  }
  assert.equal(toListText(['\u{e0001}']), "['\\U000e0001']")
  assert.deepEqual(readListText(` [ "a" , 'b', ] `), ['a', 'b'])
})

test('other text is no list', () => {
  for (const text of [
    '',
    'a',
    '[a]',
    '[1]',
    "['a'",
    "['a' 'b']",
    "['a',, 'b']",
    "('a',)",
    "['a']['b']",
    "['\\q']",
    "['a\nb']",
  ])
    assert.equal(readListText(text), undefined, text)
})
