import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'

const server = new URL('../', import.meta.url)
const page = await readFile(new URL('../../docs/security.md', server), 'utf8')
const rows = page.split('\n').flatMap((line) => {
  const [, entry, status] = /^\| (T\d\d) \|.*\| (.*) \|$/.exec(line) ?? []
  return entry !== undefined && status !== undefined ? [{ entry, status }] : []
})

test('docs/security.md has a row for each of the 90 entries, in order', () => {
  const all = Array.from({ length: 90 }, (_, n) => `T${String(n + 1).padStart(2, '0')}`)
  assert.deepEqual(
    rows.map(({ entry }) => entry),
    all,
  )
})

test('docs/security.md names the tests of each entry, and no others', async () => {
  const named = new Map<string, string[]>()
  for await (const file of glob('{src,test}/**/*.test.ts', { cwd: server })) {
    const text = await readFile(new URL(file, server), 'utf8')
    for (const [entry] of text.matchAll(/\bT\d\d\b/g)) named.set(entry, [...(named.get(entry) ?? []), file])
  }
  const wrong = rows.flatMap(({ entry, status }) => {
    const where = named.get(entry) ?? []
    const files = [...status.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, file = '']) => file)
    if (!status.startsWith('tested'))
      return where.length === 0 ? [] : [`${entry} is tested now, in ${where.join(', ')}: say so`]
    if (files.length === 0) return [`${entry} names no test`]
    return files.filter((file) => !where.includes(file)).map((file) => `${entry} is not in ${file}`)
  })
  assert.deepEqual(wrong, [])
})
