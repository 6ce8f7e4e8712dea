import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'

const root = join(import.meta.dirname, '../../..')

/** The files that `tsc -p` compiles for this folder. */
const compiledBy = (folder: string): readonly string[] => {
  const file = join(root, folder, 'tsconfig.json')
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  return ts.parseJsonConfigFileContent(config, ts.sys, join(root, folder)).fileNames
}

test('npm run check compiles every source', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const folders = [...scripts['check:types'].matchAll(/tsc -p (\S+)/g)].map(([, folder]) => folder)
  const compiled = new Set(folders.flatMap(compiledBy).map((file) => relative(root, file)))
  const sources = globSync('{packages,interop,bench,scripts}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => /node_modules|\.venvs|^packages\/server\/console/.test(path),
  })
  assert.ok(sources.includes('packages/console/src/main.tsx'))
  assert.deepEqual(
    sources.filter((file) => !compiled.has(file)),
    [],
  )
})
