import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { test } from 'node:test'
import type { Seed } from './seeds/seed.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFile(new URL(path, root), 'utf8')

/** The regions of an example file, `// #region NAME` to `// #endregion`. */
const regionsOf = (source: string): readonly string[] =>
  [...source.matchAll(/^\/\/ #region \S+\n([\s\S]*?)^\/\/ #endregion/gm)].map(([, text = '']) => text.trim())

for await (const example of glob('packages/sdk/examples/*.ts', { cwd: root })) {
  // The examples for Node.js are on the page of their client.
  const name = basename(example, '.ts').replace(/-node$/, '')
  test(`docs/sdk/${name}.md quotes each region of ${example}`, async () => {
    const page = await read(`docs/sdk/${name}.md`)
    const regions = regionsOf(await read(example))
    assert.ok(regions.length > 0)
    for (const region of regions) assert.ok(page.includes(`\`\`\`ts\n${region}\n\`\`\``), region)
  })
}

const isSeed = (value: unknown): value is Seed =>
  typeof value === 'object' && value !== null && 'operations' in value && 'page' in value

for await (const file of glob('packages/sdk/test/seeds/*.ts', { cwd: root })) {
  const seeds = Object.values((await import(new URL(file, root).href)) as object).filter(isSeed)
  for (const { page, count, operations } of seeds)
    test(`docs/sdk/${page} has each name of ${file}`, async () => {
      const text = await read(`docs/sdk/${page}`)
      assert.equal(operations.length, count)
      assert.deepEqual(
        operations.filter(({ name }) => !text.includes(name)).map(({ name }) => name),
        [],
      )
    })
}
