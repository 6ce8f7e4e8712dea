import { readFileSync } from 'node:fs'
import { allNouns, nouns } from '../../packages/contract/src/native/nouns.ts'
import { formatted, literal } from './formatted.ts'

const folder = new URL('../../packages/sdk/examples/native-reference/', import.meta.url)

const withoutIndent = (text: string): string => {
  const lines = text.replace(/\n$/, '').split('\n')
  const indents = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length)
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n')
}

/** The regions of an example file, `// #region NAME` to `// #endregion`. */
const regionsOf = (source: string): ReadonlyMap<string, string> =>
  new Map(
    [...source.matchAll(/^ *\/\/ #region (\S+)\n([\s\S]*?)^ *\/\/ #endregion/gm)].map(
      ([, name = '', text = '']) => [name, withoutIndent(text)] as const,
    ),
  )

/** The TypeScript example of each operation of the native API. Fails for an operation without one. */
export const writeTypescriptExamples = (): string => {
  const examples = allNouns.flatMap((noun) => {
    const regions = regionsOf(readFileSync(new URL(`${noun}.ts`, folder), 'utf8'))
    return Object.keys(nouns[noun]).map((operation) => {
      const text = regions.get(operation)
      if (text === undefined)
        throw new Error(`packages/sdk/examples/native-reference/${noun}.ts has no region ${operation}`)
      return `  ${operation}: ${literal(text)},\n`
    })
  })
  return formatted(
    `// Generated from packages/sdk/examples/native-reference by \`npm run docs\`.\n\nexport const typescriptExamples: Readonly<Record<string, string>> = {\n${examples.join('')}}\n`,
  )
}
