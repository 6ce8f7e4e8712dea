import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePort, startPostgres } from '../../packages/server/test/postgres.ts'
import { muster, serve } from '../../packages/server/test/process.ts'
import { starters } from './databases.ts'
import { fill } from './fill.ts'
import { stepsOf } from './verify.ts'

const usage = `Usage: node interop/keystone-import/run.ts [--keystone postgresql|mariadb] [--muster sqlite|postgres]
Moves a real Keystone, filled with every noun, to Muster; on all databases if absent.
`
/** Exit code of keystone.sh on a machine that cannot run Keystone. */
const CANNOT = 75

const print = (line: string): void => void process.stdout.write(`${line}\n`)

type RunningKeystone = { readonly url: string; readonly folder: string; stop(): Promise<void> }

/** Undefined where Keystone cannot be installed, after its reason was printed. */
const startKeystone = async (database: string, password: string): Promise<RunningKeystone | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'keystone-import-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const script = join(import.meta.dirname, '..', 'keystone.sh')
  const child = spawn(script, [folder, String(port), password, database], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null) child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  while (child.exitCode === null) {
    const isReady = await fetch(`${url}/v3`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return { url, folder, stop }
    await setTimeout(200)
  }
  await stop()
  if (child.exitCode === CANNOT) return undefined
  throw new Error(`keystone.sh ended with ${child.exitCode}`)
}

/** Failures are printed; returns their number. */
const attempt = async (what: string, run: () => Promise<unknown>): Promise<number> => {
  try {
    await run()
    print(`ok      ${what}`)
    return 0
  } catch (error) {
    print(`FAILED  ${what}: ${(error as Error).message}`)
    return 1
  }
}

type Move = {
  readonly keystone: RunningKeystone
  readonly database: string
  readonly password: string
  readonly filled: Awaited<ReturnType<typeof fill>>
}

const moveTo = async (
  kind: 'sqlite' | 'postgres',
  { keystone, database, password, filled }: Move,
): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-import-'))
  const postgres = kind === 'postgres' ? await startPostgres() : undefined
  const settings = {
    MUSTER_DATA_DIR: folder,
    MUSTER_BOOTSTRAP_PASSWORD: randomBytes(12).toString('hex'),
    MUSTER_MASTER_KEY: randomBytes(32).toString('base64'),
    MUSTER_LOG_LEVEL: 'error',
    // Tokens contain methods by their place in Keystone's list (see keystone.sh); new ones go to its end.
    MUSTER_AUTH_METHODS: 'password,token,application_credential,totp,oauth1',
    MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8',
    KEYSTONE_DATABASE_URL: database,
    OS_PASSWORD: password,
    ...(postgres && { MUSTER_DATABASE_URL: postgres.url }),
  }
  const run = async (...args: readonly string[]) => {
    const { code, out, err } = await muster(['keystone', ...args], settings)
    if (code !== 0) throw new Error(`exit code ${code}\n${out}\n${err}`)
    return out
  }
  const keys = ['fernet', 'credential'].map((name) => join(keystone.folder, name))
  const importing = ['import', '--json', '--fernet-keys', keys[0] ?? '', '--credential-keys', keys[1] ?? '']
  let failures = 0
  try {
    await muster(['bootstrap'], settings)
    failures += await attempt('a dry run finds nothing that cannot come', () =>
      run(...importing, '--dry-run'),
    )
    failures += await attempt('the import brings everything', () => run(...importing))
    failures += await attempt('a second import finds nothing to do', async () => {
      const { nouns } = JSON.parse(await run(...importing)) as { nouns: Record<string, number>[] }
      const changed = nouns.filter(({ created, updated, removed }) => created || updated || removed)
      if (changed.length > 0) throw new Error(JSON.stringify(changed))
    })
    const server = await serve(settings)
    const url = server.url.replace(/\/(v3\/?)?$/, '')
    failures += await attempt('both servers show the same', async () => {
      print((await run('check', '--keystone', keystone.url, '--muster', url)).trimEnd())
    })
    for (const [what, step] of stepsOf({ keystone: keystone.url, muster: url, password }, filled))
      failures += await attempt(what, step)
    await server.stop('SIGTERM')
    if (server.said.err !== '') print(`Muster log:\n${server.said.err.slice(-4000)}`)
  } finally {
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return failures
}

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { keystone: { type: 'string' }, muster: { type: 'string' } } })
  const chosen = Object.entries(starters).filter(
    ([name]) => values.keystone === undefined || values.keystone === name,
  )
  const targets = (['sqlite', 'postgres'] as const).filter(
    (name) => values.muster === undefined || values.muster === name,
  )
  if (chosen.length === 0 || targets.length === 0) {
    process.stderr.write(usage)
    return 2
  }
  let failures = 0
  for (const [name, start] of chosen) {
    const database = await start()
    if (!database) {
      print(`SKIPPED Keystone on ${name}: the database cannot be installed`)
      continue
    }
    const password = randomBytes(12).toString('hex')
    const keystone = await startKeystone(database.url, password)
    try {
      if (!keystone) continue
      const filled = await fill(keystone.url, password)
      for (const target of targets) {
        print(`\nKeystone on ${name} to Muster on ${target}`)
        failures += await moveTo(target, { keystone, database: database.url, password, filled })
      }
    } finally {
      await keystone?.stop()
      await database.stop()
    }
  }
  print(failures === 0 ? '\nEverything moved.' : `\n${failures} steps failed.`)
  return failures === 0 ? 0 : 1
}

process.exit(await main())
