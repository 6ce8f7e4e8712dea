import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Prints which folders of core import which by value (imports of types are gone when the program runs), as a Mermaid
 * graph of the layers and a table of the folders. Fails when a layer imports one above it.
 */
const core = join(import.meta.dirname, '../packages/server/src/core')
const layers = ['kernel', 'messaging', 'directory', 'access', 'accounts']

const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^import (?!type\b)([^'"]*?)from '(\.[^']+)'/gms)].flatMap(
    ([, names = '', path = '']) => {
      const listed = /\{([^}]*)\}/
        .exec(names)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? ['*']
      return listed.filter(Boolean).every((name) => name.startsWith('type ')) ? [] : [path]
    },
  )

const folderOf = (file: string) => (dirname(file).includes('/') ? dirname(file) : `${dirname(file)}/`)
const layerOf = (folder: string) => folder.split('/')[0] ?? ''

const edges = new Map<string, Map<string, number>>()
for await (const file of glob('**/*.ts', { cwd: core })) {
  if (file.endsWith('.test.ts')) continue
  for (const path of importsOf(await readFile(join(core, file), 'utf8'))) {
    const [from, to] = [folderOf(file), folderOf(join(dirname(file), path))]
    if (from === to || to.startsWith('..')) continue
    const targets = edges.get(from) ?? new Map<string, number>()
    edges.set(from, targets.set(to, (targets.get(to) ?? 0) + 1))
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const sum = (from: string, to: string) =>
  [...edges]
    .flatMap(([folder, targets]) =>
      layerOf(folder) === from
        ? [...targets].filter(([target]) => layerOf(target) === to).map(([, n]) => n)
        : [],
    )
    .reduce((total, n) => total + n, 0)

print('graph TD')
const upward: string[] = []
for (const [a, from] of layers.entries())
  for (const [b, to] of layers.entries()) {
    const n = a === b ? 0 : sum(from, to)
    if (n === 0) continue
    print(`  ${from} -->|${n}| ${to}`)
    if (b > a) upward.push(`${from} imports ${to}`)
  }
print('')
for (const [from, targets] of [...edges].sort(([a], [b]) => (a < b ? -1 : 1)))
  print(
    `${from}: ${[...targets]
      .sort()
      .map(([to, n]) => `${to} ${n}`)
      .join(', ')}`,
  )
for (const line of upward) process.stderr.write(`${line}\n`)
if (upward.length > 0) process.exitCode = 1
