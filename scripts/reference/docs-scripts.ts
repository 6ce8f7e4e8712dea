import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { formatted, literal } from './formatted.ts'

const names = ['search', 'operations']
const folder = fileURLToPath(new URL('../../packages/server/browser/', import.meta.url))

/** The scripts of the documentation pages as plain JavaScript: the server has no build step and no files to read. */
export const writeBrowserScripts = async (): Promise<string> => {
  const scripts = await Promise.all(
    names.map(async (name) => {
      const { outputFiles } = await build({
        entryPoints: [`${folder}${name}.ts`],
        absWorkingDir: folder,
        bundle: true,
        format: 'iife',
        target: 'es2024',
        write: false,
        legalComments: 'none',
      })
      const text = outputFiles[0]?.text ?? ''
      return `  [\n    '${name}.js',\n    ${literal(text)},\n  ],\n`
    }),
  )
  return formatted(
    `// Generated from packages/server/browser by \`npm run docs\`.\n\nexport const browserScripts: ReadonlyMap<string, string> = new Map([\n${scripts.join('')}])\n`,
  )
}
