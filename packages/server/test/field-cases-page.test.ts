import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'

const root = new URL('../../../', import.meta.url)
const page = await readFile(new URL('docs/field-cases.md', root), 'utf8')
const rows = page.split('\n').flatMap((line) => {
  const [, row, behaviour, tests] = /^\| ([SRPKN]\d+) \| (.*) \| (.*) \|$/.exec(line) ?? []
  return row !== undefined && behaviour !== undefined && tests !== undefined
    ? [{ row, behaviour, tests }]
    : []
})

const counted = (email: string, count: number) => Array.from({ length: count }, (_, n) => `${email}${n + 1}`)

/** Files named by the page are below packages/server, or below the root. */
const fileAt = (name: string): string | undefined =>
  [`packages/server/${name}`, name].find((path) => existsSync(new URL(path, root)))

test('docs/field-cases.md has a row for each case, in order', () => {
  assert.deepEqual(
    rows.map(({ row }) => row),
    [...counted('S', 15), ...counted('R', 15), ...counted('P', 20), ...counted('K', 12), ...counted('N', 32)],
  )
})

test('docs/field-cases.md names, for each case, files with a test of that number, or says that it is not done', async () => {
  const titled = new Map<string, Set<string>>()
  for await (const file of glob('packages/**/*.test.ts', { cwd: root })) {
    if (file.includes('node_modules')) continue
    const text = await readFile(new URL(file, root), 'utf8')
    for (const [, numbers = ''] of text.matchAll(/["'`]((?:[SRPKNT]\d+(?:, | and |\/)?)+)[: ]/g))
      for (const [row] of numbers.matchAll(/[SRPKN]\d+/g))
        titled.set(row, (titled.get(row) ?? new Set()).add(file))
  }
  const wrong = rows.flatMap(({ row, behaviour, tests }) => {
    const files = [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    if (files.length === 0)
      return /^Not (yet|planned)/.test(behaviour)
        ? []
        : [`${row} names no test and does not begin with "Not yet"`]
    return files.flatMap((name) => {
      const file = fileAt(name)
      if (file === undefined) return [`${row}: there is no file ${name}`]
      return titled.get(row)?.has(file) ? [] : [`${row}: no test of ${name} begins with "${row}:"`]
    })
  })
  assert.deepEqual(wrong, [])
})
