import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Prints the size of each client, minified and gzipped, and fails when one is over its limit. */
const root = new URL('../packages/sdk/src/', import.meta.url)
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
  const size = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length / kilobyte
  const isOver = size > limit
  process.stdout.write(
    `${entry.padEnd(20)} ${size.toFixed(1).padStart(5)} kB of ${limit} kB${isOver ? '  TOO LARGE' : ''}\n`,
  )
  if (isOver) process.exitCode = 1
}
