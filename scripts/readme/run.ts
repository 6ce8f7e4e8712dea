import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../packages/server/test/postgres.ts'
import { blocksOf, scriptOf } from './blocks.ts'
import { end, run, start } from './terminal.ts'

/**
 * Does what README.md says, as printed, in a fresh clone: `npm ci && npm start`, then every other block in the order of
 * the page in one shell, as a reader would type them into another terminal; then what it says for production, and each
 * command of its table. Only what the page leaves to the reader is filled in: `…` is the password that the server
 * printed, and the database is one on this machine. Ends with 1 when a command fails; says SKIPPED where the machine
 * lacks what the page asks for.
 */
const root = new URL('../../', import.meta.url).pathname
const print = (line: string) => void process.stdout.write(`${line}\n`)
/** The machine lacks a prerequisite; the page itself is not at fault. */
class Skipped extends Error {}

/** Time limit of the whole page. */
const limit = 20 * 60_000

const isTaken = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const lacking = 75

const main = async (clean: (() => Promise<unknown>)[]): Promise<void> => {
  if (await isTaken(5000)) throw new Skipped('another program listens on port 5000, which the page uses')
  if (spawnSync('python3', ['-m', 'venv', '--help']).status !== 0)
    throw new Skipped('python3 with venv is not installed')
  const folder = await mkdtemp(join(tmpdir(), 'muster-readme-'))
  clean.unshift(() => rm(folder, { recursive: true, force: true }))
  const clone = join(folder, 'muster')
  if (spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' }).status !== 0)
    throw new Error('the project cannot be cloned')
  const page = await readFile(join(clone, 'README.md'), 'utf8')
  const [first, tests, ...others] = blocksOf(page)
  if (first?.code !== 'npm ci && npm start' || tests?.code !== 'npm ci && npm test')
    throw new Error('the page no longer begins with "npm ci && npm start" and "npm ci && npm test"')
  print(`$ ${first.code}`)
  const server = await start(first.code, clone)
  clean.unshift(() => end(server.child))
  const password = /shown only once:\s+(\S+)/.exec(server.said())?.[1]
  if (password === undefined) throw new Error('the server printed no password')
  const production = others.findIndex(({ code }) => code.includes('MUSTER_DATABASE_URL'))
  const conversation = others
    .slice(0, production)
    .map((block) => ({ ...block, code: block.code.replace("OS_PASSWORD='…'", `OS_PASSWORD='${password}'`) }))
  // A profile of its own, because the home folder is that of the person who runs this.
  const script = `export MUSTER_PROFILE=readme\n${scriptOf(conversation, folder)}\nnpx muster logout`
  const code = await run(script, clone)
  if (code === lacking) throw new Skipped('a package that the page installs cannot be installed here')
  if (code !== 0) throw new Error(`a command ended with ${code}`)
  await end(server.child)

  const database = await startPostgres()
  clean.unshift(() => database.stop())
  const settings =
    others[production]?.code.replace('postgres://muster:…@db.internal/muster', database.url) ?? ''
  print(`\n$ ${others[production]?.code}`)
  const real = await start(settings, clone)
  clean.unshift(() => end(real.child))
  await writeFile(join(clone, 'people.csv'), 'username,email\nlin,lin@example.org\n')
  // Commands that run once run here; the others apply to every terminal.
  const exports = settings.replaceAll(/^(?!export ).*$\n?/gm, '')
  for (const [, command = ''] of page.matchAll(/^\| `(npm run muster -- [^`]+)` \|/gm)) {
    if (command.endsWith('-- serve')) continue
    print(`\n$ ${command}`)
    const ended = await run(`set -e\n${exports}\n${command}`, clone)
    if (ended !== 0) throw new Error(`${command} ended with ${ended}`)
  }
  print('\nREADME.md: every command and snippet works as printed.')
}

const clean: (() => Promise<unknown>)[] = []
const overdue = new Promise<never>((_, reject) =>
  setTimeout(() => reject(new Error('it took longer than it may')), limit).unref(),
)
try {
  await Promise.race([main(clean), overdue])
} catch (error) {
  const isSkipped = error instanceof Skipped
  print(`${isSkipped ? 'SKIPPED ' : ''}README.md: ${(error as Error).message}`)
  if (!isSkipped) process.exitCode = 1
} finally {
  for (const step of clean) await step()
}
// Exits even when handles are left open.
process.exit()
