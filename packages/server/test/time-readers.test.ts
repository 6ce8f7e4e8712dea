import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Other arguments of `new Date`: none, or unix milliseconds. Text is parsed by `core/kernel/times.ts`. */
const milliseconds = [
  '',
  'at',
  'at.now',
  'delivery.createdAt',
  'event.at',
  'expiresAt',
  'Math.floor(seconds) * 1000',
  'ms',
  'project.createdAt',
]

const looseReaders = (code: string): string[] => [
  ...(code.match(/\bDate\.(?:parse|UTC)\b/g) ?? []),
  ...[...code.matchAll(/\bnew Date\((.*?)\)(?=[.,\n]|$)/gm)]
    .map(([, input = '']) => input)
    .filter((input) => !milliseconds.includes(input)),
]

test('P10: no other code parses times', async () => {
  const packages = fileURLToPath(new URL('../../', import.meta.url))
  const found: string[] = []
  for (const folder of ['server/src', 'contract/src', 'cli/src'])
    for (const entry of await readdir(`${packages}${folder}`, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/(?<!\.test)\.[mt]?ts$/.test(entry.name)) continue
      const text = await readFile(`${entry.parentPath}/${entry.name}`, 'utf8')
      const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '')
      const file = `${entry.parentPath}/${entry.name}`.slice(packages.length)
      if (file !== 'server/src/core/kernel/times.ts')
        found.push(...looseReaders(code).map((what) => `${file}: ${what}`))
    }
  assert.deepEqual(found, [])
  for (const planted of ['Date.parse(text)', 'new Date(text)', 'Date.UTC(2026, 1, 30)', 'new Date(body.at)'])
    assert.equal(looseReaders(planted).length, 1, planted)
})
