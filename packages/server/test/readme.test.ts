import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { loadConfig } from '../src/config/load-config.ts'

const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')
const page = await read('README.md')
const blocks = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, code = '']) => ({
  language,
  code,
}))

test('N1: every Python snippet of the README says what to install, and CI runs the page as published', async () => {
  const snippets = blocks.filter(({ language }) => language === 'python')
  assert.equal(snippets.length, 4)
  for (const { code } of snippets) assert.match(code, /^# pip install \S/)
  assert.match(await read('.ci/run'), /^npm run readme$/m)
})

test('N2: the variables that the README exports are settings, or do not resemble settings', () => {
  const exported = [...page.matchAll(/\b([A-Z][A-Z_]*)=/g)].map(([, name = '']) => name)
  assert.ok(exported.includes('API_KEY') && exported.includes('MUSTER_DATABASE_URL'))
  const warnings: string[] = []
  for (const name of exported.filter((name) => name.startsWith('MUSTER_')))
    try {
      loadConfig({ [name]: 'x' }, undefined, (sentence) => warnings.push(sentence))
    } catch (error) {
      assert.doesNotMatch((error as Error).message, /no such setting/)
    }
  assert.deepEqual(warnings, [])
})
