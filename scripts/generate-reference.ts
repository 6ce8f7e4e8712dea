import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { writeErrorsPage } from './reference/errors-page.ts'
import { writeEventsPage } from './reference/events-page.ts'
import { writeOperationsPages } from './reference/operations-page.ts'
import { writeRulesPage } from './reference/rules-page.ts'
import { writeSettingsPage } from './reference/settings-page.ts'

/**
 * Writes docs/reference from what the program itself runs on. `--check` writes nothing and fails when a file
 * is not what it would write.
 */
const folder = new URL('../docs/reference/', import.meta.url)

const readOrNothing = (file: URL): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const pages = new Map([
  ...(await writeOperationsPages()),
  ['errors.md', writeErrorsPage()] as const,
  ['events.md', writeEventsPage()] as const,
  ['rules.md', writeRulesPage()] as const,
  ['settings.md', writeSettingsPage()] as const,
])
const stale: string[] = []
for (const [name, text] of pages) if ((await readOrNothing(new URL(name, folder))) !== text) stale.push(name)

if (!process.argv.includes('--check')) {
  await mkdir(folder, { recursive: true })
  for (const name of stale) await writeFile(new URL(name, folder), pages.get(name) ?? '')
  process.stdout.write(stale.length === 0 ? 'docs/reference is up to date\n' : `wrote ${stale.join(', ')}\n`)
} else if (stale.length > 0) {
  process.stderr.write(`docs/reference: ${stale.join(', ')} out of date; run: npm run docs\n`)
  process.exitCode = 1
}
