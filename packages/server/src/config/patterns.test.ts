import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPattern, patterns } from './patterns.ts'

test('a pattern matches from the beginning, and to the end only with $', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['a', 'abc', true],
    ['b', 'abc', false],
    ['a|b', 'bcd', true],
    ['a$', 'abc', false],
    ['^a', 'abc', true],
    ['(?=.*\\d)(?=.*[a-zA-Z]).{7,}$', 'abcdef7', true],
    ['(?=.*\\d)(?=.*[a-zA-Z]).{7,}$', 'abcdefg', false],
    ['.{2}$', '🙂🙂', true],
    ['\\p{Lu}', 'Ä', true],
    // Valid only without Unicode mode.
    ['[\\w\\!]+$', 'a!', true],
    ['', '', true],
  ]
  for (const [pattern, text, matches] of rows)
    assert.equal(patterns.matches(pattern, text), matches, `${pattern} ${text}`)
})

test('rejects invalid patterns', () => {
  for (const bad of ['(', '[a', 'a)(b', '*', '(?P<name>a)', 'a{2,1}'])
    assert.equal(isPattern(bad), false, bad)
  for (const good of ['', 'a', '\\p{L}+', '[\\w\\!]+', '(?=.*a).{7,}'])
    assert.equal(isPattern(good), true, good)
})

test('T75: a match that takes too long fails after its time limit', { timeout: 60_000 }, () => {
  assert.equal(patterns.matches('(a|aa)+$', `${'a'.repeat(4000)}!`), false)
  assert.equal(patterns.matches('(a+)+$', `${'a'.repeat(4000)}!`), false)
})
