import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from './load-config.ts'
import { settingsOf } from './settings-of.ts'

const languageFor = (environment: NodeJS.ProcessEnv) => settingsOf(loadConfig(environment)).defaultLanguage

test('default_language is English unless it is set, and rejects a language without texts', () => {
  assert.equal(languageFor({}), 'en')
  for (const language of ['en', 'de', 'es', 'fa', 'hi', 'ja'])
    assert.equal(languageFor({ MUSTER_DEFAULT_LANGUAGE: language }), language)
  for (const language of ['fr', 'DE', 'de-AT', 'constructor'])
    assert.throws(
      () => languageFor({ MUSTER_DEFAULT_LANGUAGE: language }),
      /MUSTER_DEFAULT_LANGUAGE: use en, de, es, fa, hi or ja instead of/,
      language,
    )
})
