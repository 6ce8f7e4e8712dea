import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold, isLongerThan, normalizeName, normalizeText } from './text.ts'

const special = [...'iIİıΣσςßẞsSΐᾳᾼǰaé\u0307\u0323\u0301\u0308\u0345']
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.constantFrom(...special), { maxLength: 8 }).map((all) => all.join('')),
)

/** Characters that case mapping or NFKC changes. */
const changing = /[\p{Changes_When_NFKC_Casefolded}\p{CWU}\p{CWL}]/u

test('P7: letters that differ only in case fold to one text', () => {
  for (const [one, other] of [
    ['ΟΣΚΑΡ', 'Οσκαρ'],
    ['ΟΣ', 'ος'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'straße'],
    ['İstanbul', 'istanbul'],
    ['ISPARTA', 'ısparta'],
    ['Ⓐnn', 'aNN'],
    ['ﬁn', 'FIN'],
    ['Jose\u0301', 'JOSÉ'],
  ] as const)
    assert.equal(fold(one), fold(other), one)
  assert.notEqual(fold('jose'), fold('josé'))
})

test('P7: a substring in any case folds to a substring of the folded text', () => {
  for (const [whole, part] of [
    ['ΟΣΚΑΡ', 'ΟΣ'],
    ['ΟΣΚΑΡ', 'ος'],
    ['Große Straße', 'SS'],
    ['DİYARBAKIR', 'diyar'],
  ] as const)
    assert.ok(fold(whole).includes(fold(part)), part)
})

test('P7: folding is idempotent and ignores case and composition for every character of Unicode', () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (!changing.test(character)) continue
    const folded = fold(character)
    const same = [folded, character.toUpperCase(), character.toLowerCase(), character.normalize('NFD')]
    assert.ok(
      same.every((text) => fold(text) === folded),
      `U+${code.toString(16)}`,
    )
  }
})

test('P7: folding is idempotent and ignores case for texts of several characters', () => {
  const property = fc.property(texts, (input) => {
    const text = input.normalize('NFC')
    const folded = fold(text)
    assert.equal(fold(input), folded)
    assert.equal(fold(folded), folded)
    // Upper-casing itself moves a combining iota behind the marks that follow it.
    if (text.normalize('NFD').includes('\u0345')) return
    assert.equal(fold(text.toUpperCase()), folded)
    assert.equal(fold(text.toLowerCase()), folded)
  })
  fc.assert(property, { numRuns: 5000 })
})

test('P8: a length counts code points, so that a supplementary character counts as one', () => {
  const character = '𠮷'
  for (const max of [1, 64, 255]) {
    assert.equal(isLongerThan(character.repeat(max), max), false)
    assert.equal(isLongerThan(character.repeat(max + 1), max), true)
    assert.equal(isLongerThan('a'.repeat(max), max), false)
    assert.equal(isLongerThan('a'.repeat(max + 1), max), true)
    assert.equal(isLongerThan(`${character.repeat(max - 1)}a`, max), false)
    assert.equal(isLongerThan(`${character.repeat(max)}a`, max), true)
  }
  assert.equal(normalizeName('project', character.repeat(64), 64), character.repeat(64))
  assert.throws(() => normalizeName('project', character.repeat(65), 64), /at most 64 characters/)
  assert.equal(normalizeText('title', character.repeat(64), 64), character.repeat(64))
  assert.throws(() => normalizeText('title', character.repeat(65), 64), /at most 64 characters/)
})

test('P2: a name is neither "." nor "..", which clients remove from a path', () => {
  for (const name of ['.', '..', ' .. '])
    assert.throws(() => normalizeName('project', name, 64), { kind: 'invalid', code: 'name_not_addressable' })
  for (const name of ['...', '.hidden', 'a..b', '. .', '%2e%2e'])
    assert.equal(normalizeName('project', name, 64), name)
})
