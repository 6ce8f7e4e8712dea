import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { writeCliPage } from './reference/cli-page.ts'
import { writeTypescriptExamples } from './reference/docs-examples.ts'
import { writeOperationRules } from './reference/docs-rules.ts'
import { writeBrowserScripts } from './reference/docs-scripts.ts'
import { writeErrorsPage } from './reference/errors-page.ts'
import { writeEventsPage } from './reference/events-page.ts'
import { writeOperationsPages } from './reference/operations-page.ts'
import { writeRulesPage } from './reference/rules-page.ts'
import { writeSdkTypes } from './reference/sdk-types.ts'
import { writeSettingsPage } from './reference/settings-page.ts'

/**
 * Writes docs/reference from what the program itself runs on, the types of the SDK from the contract, and what the
 * server shows at `/api/v1/docs` from the examples of the SDK and the scripts of the pages. `--check` writes nothing and
 * fails when a file is not what it would write.
 */
const root = new URL('../', import.meta.url)
const reference = (name: string): string => `docs/reference/${name}`

const served = (name: string): string => `packages/server/src/apis/native/docs/${name}`

const readOrNothing = (file: URL): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const pages = new Map([
  ...[...(await writeOperationsPages())].map(([name, text]) => [reference(name), text] as const),
  [reference('cli.md'), writeCliPage()] as const,
  [reference('errors.md'), writeErrorsPage()] as const,
  [reference('events.md'), writeEventsPage()] as const,
  [reference('rules.md'), writeRulesPage()] as const,
  [reference('settings.md'), writeSettingsPage()] as const,
  ['packages/sdk/src/native/types.ts', await writeSdkTypes()] as const,
  [served('typescript-examples.ts'), writeTypescriptExamples()] as const,
  [served('operation-rules.ts'), await writeOperationRules()] as const,
  [served('browser-scripts.ts'), await writeBrowserScripts()] as const,
])
const stale: string[] = []
for (const [name, text] of pages) if ((await readOrNothing(new URL(name, root))) !== text) stale.push(name)

if (!process.argv.includes('--check')) {
  await mkdir(new URL('docs/reference/', root), { recursive: true })
  for (const name of stale) await writeFile(new URL(name, root), pages.get(name) ?? '')
  process.stdout.write(
    stale.length === 0 ? 'The generated files are up to date.\n' : `wrote ${stale.join(', ')}\n`,
  )
} else if (stale.length > 0) {
  process.stderr.write(`${stale.join(', ')} out of date; run: npm run docs\n`)
  process.exitCode = 1
}
