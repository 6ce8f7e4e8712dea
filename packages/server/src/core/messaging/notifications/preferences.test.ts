import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '../../kernel/domain-error.ts'
import { mergePreferences, preferencesFromLists, preferencesOf } from './preferences.ts'

const byDefault = { channels: { email: true, web_ui: false }, types: { comment_mention: true } }
const unknown = (code: string, work: () => unknown) =>
  assert.throws(work, (thrown) => isDomainError(thrown, 'invalid') && thrown.code === code)

test('a user without preferences gets mail about mentions, and nothing else', () => {
  assert.deepEqual(preferencesOf({}), byDefault)
  assert.deepEqual(preferencesOf({ channels: {}, types: {} }), byDefault)
})

test('stored preferences of a removed channel are ignored', () => {
  assert.deepEqual(preferencesOf({ channels: { pigeon: true, web_ui: true } }), {
    ...byDefault,
    channels: { email: true, web_ui: true },
  })
})

test('a change is merged key by key', () => {
  const first = mergePreferences({}, { channels: { email: false } })
  const second = mergePreferences(first, { channels: { web_ui: true }, types: { comment_mention: false } })
  assert.deepEqual(preferencesOf(second), {
    channels: { email: false, web_ui: true },
    types: { comment_mention: false },
  })
  assert.deepEqual(mergePreferences(second, {}), second)
})

test('unknown channels and types are rejected by name, including names of Object.prototype', () => {
  for (const name of ['pigeon', 'constructor', 'toString', '']) {
    unknown('channel_unknown', () => mergePreferences({}, { channels: { [name]: true } }))
    unknown('notification_type_unknown', () => mergePreferences({}, { types: { [name]: true } }))
    unknown('channel_unknown', () => preferencesFromLists({ channels: [name] }))
    unknown('notification_type_unknown', () => preferencesFromLists({ types: ['comment_mention', name] }))
  }
})

test('lists of enabled items: listed is on, unlisted off, null disables all, absent uses the defaults', () => {
  const of = (channels?: readonly string[] | null, types?: readonly string[] | null) =>
    preferencesOf(preferencesFromLists({ channels, types }))
  assert.deepEqual(of(), byDefault)
  assert.deepEqual(of(['web_ui']).channels, { email: false, web_ui: true })
  assert.deepEqual(of(['web_ui', 'email', 'email']).channels, { email: true, web_ui: true })
  for (const none of [[], null]) {
    assert.deepEqual(of(none).channels, { email: false, web_ui: false })
    assert.deepEqual(of(undefined, none).types, { comment_mention: false })
  }
})
