import { readdir, readFile, stat } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Prints the sizes of each client and of the console, minified and gzipped, and fails when one is over its limit. */
const root = new URL('../packages/sdk/src/', import.meta.url)
const console = new URL('../packages/server/console/', import.meta.url)
const kilobyte = 1000

/** Kilobytes. */
const limits: Readonly<Record<string, number>> = {
  'index.ts': 15,
  'openstack/index.ts': 12,
  'julep/index.ts': 12,
  'roboto/index.ts': 12,
  'arize/index.ts': 12,
  'geobox/index.ts': 12,
  'verify/index.ts': 6,
}

function report(name: string, bytes: number, limit: number): void {
  const size = bytes / kilobyte
  const isOver = size > limit
  process.stdout.write(
    `${name.padEnd(22)} ${size.toFixed(1).padStart(5)} kB of ${limit} kB${isOver ? '  TOO LARGE' : ''}\n`,
  )
  if (isOver) process.exitCode = 1
}

for (const [entry, limit] of Object.entries(limits)) {
  const { outputFiles } = await build({
    entryPoints: [new URL(entry, root).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  })
  report(entry, gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length, limit)
}

/** The scripts that the page of the console names, with those that they import, and all its files. */
const page = await readFile(new URL('index.html', console), 'utf8')
const sizeOf = async (name: string) => (await stat(new URL(`assets/${name}.gz`, console))).size
const sum = async (names: readonly string[]) =>
  (await Promise.all(names.map(sizeOf))).reduce((total, size) => total + size, 0)
const initial = [...page.matchAll(/assets\/([\w.-]+\.js)"/g)].map(([, name = '']) => name)
report('console, first scripts', await sum(initial), 130)
const files = (await readdir(new URL('assets/', console))).filter((name) => /\.(js|css|svg)$/.test(name))
// A visitor loads the texts of one language.
const oneLanguage = files.filter((name) => !/^messages-(?!en-)/.test(name))
report('console, in English', await sum(oneLanguage), 450)
report('console, six languages', await sum(files), 600)
