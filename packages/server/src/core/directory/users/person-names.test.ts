import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isLongerThan } from '../../kernel/text.ts'
import { deriveNames, fullName, mergeSplitName, namesOfChanged, splitName } from './person-names.ts'

const ann = { displayName: 'Ann Lee', givenName: 'Ann', familyName: 'Lee' }
const none = { displayName: null, givenName: null, familyName: null }

describe('names of a person', () => {
  test('the display name of a new person is derived from both names unless given', () => {
    assert.deepEqual(deriveNames({ givenName: 'Ann', familyName: 'Lee' }), ann)
    assert.deepEqual(deriveNames({ givenName: 'Ann' }), { ...none, displayName: 'Ann', givenName: 'Ann' })
    assert.deepEqual(deriveNames({ displayName: 'A.', givenName: 'Ann', familyName: 'Lee' }), {
      ...ann,
      displayName: 'A.',
    })
    assert.deepEqual(deriveNames({ displayName: 'Ann' }), { ...none, displayName: 'Ann' })
    assert.deepEqual(deriveNames({ givenName: ' ', familyName: '' }).displayName, null)
    assert.deepEqual(deriveNames({}), none)
  })

  test('a derived display name follows changes of the two names', () => {
    assert.deepEqual(namesOfChanged(ann, { familyName: 'Low' }), {
      displayName: 'Ann Low',
      givenName: 'Ann',
      familyName: 'Low',
    })
    assert.deepEqual(namesOfChanged(ann, { givenName: null, familyName: null }), none)
    assert.deepEqual(namesOfChanged(none, { givenName: 'Ann', familyName: 'Lee' }), ann)
  })

  test('a chosen display name does not', () => {
    const chosen = { ...ann, displayName: 'The boss' }
    assert.equal(namesOfChanged(chosen, { familyName: 'Low' }).displayName, undefined)
    assert.equal(namesOfChanged(ann, { familyName: 'Low', displayName: 'The boss' }).displayName, 'The boss')
    assert.equal(namesOfChanged(ann, { familyName: 'Low', displayName: null }).displayName, null)
  })

  test('a changed display name clears the two names; an unchanged one does not', () => {
    assert.deepEqual(namesOfChanged(ann, { displayName: 'Ben Low' }), { ...none, displayName: 'Ben Low' })
    assert.deepEqual(namesOfChanged(ann, { displayName: null }), none)
    assert.deepEqual(namesOfChanged(ann, { displayName: 'Ann Lee' }), { displayName: 'Ann Lee' })
    const chosen = { ...ann, displayName: 'The boss' }
    assert.deepEqual(namesOfChanged(chosen, { displayName: 'Ann Lee' }), { displayName: 'Ann Lee' })
    assert.deepEqual(namesOfChanged(ann, {}), {})
  })

  test('clients that require two names receive both', () => {
    const of = (names: object) => Object.values(splitName({ ...none, name: 'ann@example.com', ...names }))
    assert.deepEqual(of(ann), ['Ann', 'Lee'])
    assert.deepEqual(of({ displayName: 'Ann Maria van der Lee' }), ['Ann Maria van der', 'Lee'])
    assert.deepEqual(of({ displayName: '  Ann   Lee ' }), ['Ann', 'Lee'])
    assert.deepEqual(of({ displayName: 'Ann' }), ['Ann', ''])
    assert.deepEqual(of({ displayName: ' ' }), ['ann@example.com', ''])
    assert.deepEqual(of({}), ['ann@example.com', ''])
    assert.deepEqual(of({ displayName: 'The boss', familyName: 'Lee' }), ['', 'Lee'])
  })

  test('changing one of two names keeps the other, also where it was empty', () => {
    const of = (names: object, text: object) =>
      mergeSplitName({ ...none, name: 'ann@example.com', ...names }, text)
    assert.deepEqual(of({ displayName: 'Ann Maria Lee' }, { last: 'Low' }), {
      givenName: 'Ann Maria',
      familyName: 'Low',
      displayName: 'Ann Maria Low',
    })
    assert.deepEqual(of({ displayName: 'Ann' }, { last: 'Low' }), {
      givenName: 'Ann',
      familyName: 'Low',
      displayName: 'Ann Low',
    })
    assert.deepEqual(of(ann, { first: 'Anna' }), { givenName: 'Anna' })
    assert.deepEqual(of(ann, { last: '' }), { familyName: null })
    assert.deepEqual(of({}, { last: 'Low' }), { familyName: 'Low' }, 'a username does not become a name')
    assert.deepEqual(of({ displayName: 'Ann Lee' }, {}), {})
  })

  test('P8: a derived name can be stored and sent back', () => {
    const part = fc.option(fc.string({ unit: 'grapheme', maxLength: 255 }))
    fc.assert(
      fc.property(part, part, (givenName, familyName) => {
        const made = fullName({ givenName, familyName })
        return made === null || (!isLongerThan(made, 255) && made.trim() !== '' && made.isWellFormed())
      }),
    )
    assert.equal(fullName({ givenName: 'x'.repeat(254), familyName: '🙂' }), `${'x'.repeat(254)} `)
    assert.equal(fullName({ givenName: 'x'.repeat(253), familyName: '🙂🙂' }), `${'x'.repeat(253)} 🙂`)
    assert.equal(fullName({ givenName: '🙂'.repeat(255), familyName: 'x' }), '🙂'.repeat(255))
  })
})

test('P18: a name is trimmed, and a blank name is empty', () => {
  assert.deepEqual(deriveNames({ displayName: ' \t ' }), {
    displayName: null,
    givenName: null,
    familyName: null,
  })
  assert.equal(deriveNames({ displayName: ' Ann ' }).displayName, 'Ann')
  assert.equal(
    deriveNames({ displayName: ' ', givenName: ' Ann ', familyName: 'Lee' }).displayName,
    'Ann Lee',
  )
  const before = deriveNames({ displayName: 'Ann' })
  assert.equal(namesOfChanged(before, { displayName: '  ' }).displayName, null)
  assert.equal(namesOfChanged(before, { givenName: '  ' }).givenName, null)
})
