import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const biome = fileURLToPath(new URL('../../node_modules/.bin/biome', import.meta.url))

/** Generated TypeScript in the format of the other files. */
export const formatted = (text: string): string => {
  const { status, stdout, stderr } = spawnSync(biome, ['format', '--stdin-file-path=generated.ts'], {
    input: text,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`biome cannot format a generated file: ${stderr}`)
  return stdout
}

/** Text of several lines as a template literal. */
export const literal = (text: string): string =>
  `\`${text.replaceAll(/[\\`]|\$\{/g, (part) => `\\${part}`)}\``
