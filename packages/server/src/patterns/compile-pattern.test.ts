import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePattern } from './compile-pattern.ts'

const isIn = (pattern: string, text: string): boolean => {
  const compiled = compilePattern(pattern)
  if ('problem' in compiled) throw new Error(`${pattern} ${compiled.problem}`)
  return compiled.isIn(text)
}

/** Each row agrees with `re.search` of Python 3.11. */
const rows: readonly (readonly [pattern: string, found: readonly string[], other: readonly string[]])[] = [
  ['a', ['a', 'bab'], ['', 'A', 'b']],
  ['^a$', ['a', 'a\n'], ['ab', 'ba', 'a\n\n', '\na']],
  ['^a\\Z', ['a'], ['a\n']],
  ['(?m)^a$', ['b\na\nb'], ['ba\nb']],
  ['(?i)É', ['é', 'É'], ['e']],
  ['(?s)a.b', ['a\nb'], ['ab']],
  ['a.b', ['axb'], ['a\nb']],
  ['^\\w+$', ['name_1', 'école', '٣', 'Ⅷ'], ['a-b', 'e\u0301', ' ']],
  ['^\\W$', ['-', '\u0301'], ['é', '_']],
  ['^\\d$', ['5', '٣'], ['Ⅷ', 'a']],
  ['\\s', [' ', '\u00a0', '\u2028', '\x85', '\x1c'], ['a', '\u200b']],
  ['^[\\w.-]+@example\\.com$', ['jo.d-o@example.com', 'é@example.com'], ['@example.com', 'a@examplexcom']],
  ['^[^\\s\\d]$', ['a', '-'], [' ', '1', '٣']],
  ['^[]a]$', [']', 'a'], ['[']],
  ['^[^]a]$', ['[', 'b'], [']', 'a']],
  ['^[[a]$', ['[', 'a'], [']']],
  ['^[\\s\\S]$', ['a', '\n'], ['', 'ab']],
  ['^x{2}$', ['xx'], ['x', 'xxx']],
  ['^x{,2}$', ['', 'x', 'xx'], ['xxx']],
  ['^x{2,}$', ['xx', 'xxx'], ['x']],
  ['^x{a}$', ['x{a}'], ['x']],
  ['^{}]$', ['{}]'], ['']],
  ['^\\x41\\u00e9$', ['Aé'], ['A']],
  ['^(?P<name>a|b)c$', ['ac', 'bc'], ['c']],
  ['^(?:a|b)c$', ['ac'], ['abc']],
  ['^(?i:a)b$', ['Ab'], ['AB']],
  ['^[\\b]$', ['\b'], ['b']],
  ['^\\/\\-\\.$', ['/-.'], ['/-x']],
  ['', ['', 'a'], []],
]

test('a pattern is found where Python finds it', () => {
  for (const [pattern, found, other] of rows) {
    for (const text of found) assert.equal(isIn(pattern, text), true, `${pattern} in ${JSON.stringify(text)}`)
    for (const text of other)
      assert.equal(isIn(pattern, text), false, `${pattern} in ${JSON.stringify(text)}`)
  }
})

test('T75: what RE2 cannot express is rejected, with the reason', () => {
  for (const [pattern, problem] of [
    ['a(?=b)', /lookahead or lookbehind, which cannot be matched in linear time/],
    ['a(?!b)', /lookahead/],
    ['(?<=a)b', /lookbehind/],
    ['(?<!a)b', /lookbehind/],
    ['(a)\\1', /backreference/],
    ['(?P<x>a)(?P=x)', /backreference/],
    ['(?>a)', /\(\?>/],
    ['(?(1)a)', /\(\?\(/],
    ['(?#note)', /\(\?#/],
    ['(?x)a', /\(\?x/],
    ['a(?i)', /\(\?i/],
    ['(?<x>a)', /\(\?</],
    ['\\ba', /letters outside of ASCII/],
    ['a$b', /\$ before other parts/],
    ['[\\W]', /escape \\W/],
    ['\\Qa\\E', /escape \\Q/],
    ['\\pL', /escape \\p/],
    ['\\x4', /incomplete escape/],
    ['a\\', /backslash/],
    ['[a', /\[ without its \]/],
    ['(', /missing closing/],
    ['a)', /unexpected/],
    ['*a', /missing argument/],
    ['a++', /nested repetition/],
    ['a{1001}', /repeat count/],
    ['(a{100}){100}', /repeat count/],
  ] as const) {
    const compiled = compilePattern(pattern)
    assert.ok('problem' in compiled, pattern)
    assert.match(compiled.problem, problem)
  }
})

test('T75: patterns that backtrack without end elsewhere are searched at once', () => {
  for (const pattern of ['(a+)+$', '(a|aa)+$', '(.*a){20}$', '(?:a?){100}a{100}$']) {
    const start = performance.now()
    assert.equal(isIn(pattern, `${'a'.repeat(50)}!`), false)
    assert.ok(performance.now() - start < 1000, pattern)
  }
})
