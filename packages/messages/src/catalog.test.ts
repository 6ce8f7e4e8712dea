import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errors } from './en/errors.ts'
import { isolate, isolatedParts } from './isolate.ts'
import { directionOf, type Language, languages } from './languages.ts'
import { mailsIn } from './mails.ts'
import { pagesIn } from './pages.ts'
import { reasonsIn } from './reasons.ts'

type Leaf = string | ((...input: never) => string)
type Tree = { readonly [key: string]: Leaf | Tree }

const leavesOf = (tree: Tree, path = ''): readonly (readonly [string, Leaf])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' ? leavesOf(value, `${path}${key}.`) : [[`${path}${key}`, value] as const],
  )

const areas: readonly (readonly [string, Readonly<Record<Language, Tree>>])[] = [
  ['pages', pagesIn],
  ['mails', mailsIn],
]
const others = (Object.keys(languages) as Language[]).filter((language) => language !== 'en')

/** `Error` is a Spanish word too. */
const sameAsEnglish = new Set(['es pages.fieldErrors.title'])

/** What every text of a language contains. */
const scripts: Readonly<Record<Language, RegExp>> = {
  en: /[a-z]/i,
  de: /[a-zäöüß]/i,
  es: /[a-záéíóúñ]/i,
  fa: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
}

const names = ['Ada Lovelace', 'ada@example.org']
/** The text for two names, or for the number 12. */
const filled = (leaf: Leaf, path: string): string => {
  if (typeof leaf === 'string') return leaf
  const input = path.endsWith('passwordTooShort') ? [12] : names.slice(0, Math.max(1, leaf.length))
  return (leaf as (...input: unknown[]) => string)(...input)
}

for (const [area, catalogs] of areas)
  test(`${area}: each language has texts of its own`, () => {
    for (const language of others) {
      const english = new Map(leavesOf(catalogs.en))
      for (const [path, leaf] of leavesOf(catalogs[language])) {
        const text = filled(leaf, path)
        if (!sameAsEnglish.has(`${language} ${area}.${path}`))
          assert.notEqual(text, filled(english.get(path) ?? '', path), `${language} ${area}.${path}`)
        assert.match(text, scripts[language], `${language} ${area}.${path}`)
        assert.doesNotMatch(text, /^\s|\s$| {2}|undefined/, `${language} ${area}.${path}`)
      }
    }
  })

for (const [area, catalogs] of areas)
  test(`${area}: every sentence contains the names and numbers that are put into it`, () => {
    for (const language of Object.keys(languages) as Language[])
      for (const [path, leaf] of leavesOf(catalogs[language])) {
        if (typeof leaf === 'string') continue
        const text = filled(leaf, path)
        const about = `${language} ${area}.${path}: ${text}`
        if (path.endsWith('passwordTooShort')) assert.match(text, /12|۱۲/, about)
        else for (const name of names.slice(0, leaf.length)) assert.ok(text.includes(name), about)
      }
  })

test('reasons: the other languages have the same codes, each with a text of its own', () => {
  assert.deepEqual(errors.reasons, {})
  const codes = Object.keys(reasonsIn.de).sort()
  for (const language of others) {
    assert.deepEqual(Object.keys(reasonsIn[language]).sort(), codes, language)
    for (const [code, text] of Object.entries(reasonsIn[language]))
      assert.match(text, scripts[language], `${language} ${code}`)
  }
})

test('only Persian is written from right to left', () => {
  const leftToRight = Object.keys(languages).filter((name) => directionOf(name as Language) === 'ltr')
  assert.deepEqual(leftToRight, ['en', 'de', 'es', 'hi', 'ja'])
})

test('isolates a name, whose own directional controls are removed', () => {
  const hostile = 'evil\u202Egpj.\u2069\u2066\u200F\u061Cexe'
  assert.equal(isolate(hostile), '\u2068evilgpj.exe\u2069')
  assert.deepEqual(isolatedParts(`a ${isolate('b\nc')} d ${isolate('')}`), ['a ', 'b\nc', ' d ', '', ''])
  // Characters that join letters are part of Persian and Hindi names.
  assert.equal(isolate('می\u200Cرود क्\u200Dष'), '\u2068می\u200Cرود क्\u200Dष\u2069')
})
