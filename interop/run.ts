import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePort, startPostgres } from '../packages/server/test/postgres.ts'
import { serve } from '../packages/server/test/process.ts'

const usage = `Usage: node interop/run.ts FOLDER [--database sqlite|postgres] [-- ARGUMENTS]
       node interop/run.ts FOLDER --keystone [-- ARGUMENTS]
       node interop/run.ts FOLDER --url http://HOST:PORT --password PASSWORD [-- ARGUMENTS]
ARGUMENTS are for pytest, or for node --test in folders with a suite.ts.
`
/** Exit code of install.sh and keystone.sh on a machine that cannot run the folder or Keystone. */
const CANNOT = 75

type Server = {
  readonly url: string
  readonly password: string
  /** The folder of emails when no mail server is configured. */
  readonly outbox?: string
  stop(): Promise<unknown>
}
type Environment = Readonly<Record<string, string>>

const here = import.meta.dirname
const print = (line: string) => process.stdout.write(`${line}\n`)

const run = async (
  command: string,
  args: readonly string[],
  settings: Environment = {},
  cwd = here,
): Promise<number> => {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...settings }, stdio: 'inherit' })
  // A signal to this process ends the child; the server is stopped afterwards.
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, pass)
  const [code] = (await once(child, 'close')) as [number | null]
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, pass)
  return code ?? 1
}

/** Starts Muster with an empty database; `stop` deletes everything. */
const startMuster = async (database: Database, settings: Environment): Promise<Server> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-interop-'))
  const postgres = database === 'postgres' ? await startPostgres() : undefined
  const cleanUp = async () => {
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const password = randomBytes(12).toString('hex')
  try {
    const muster = await serve({
      MUSTER_DATA_DIR: folder,
      MUSTER_BOOTSTRAP_PASSWORD: password,
      MUSTER_MASTER_KEY: randomBytes(32).toString('base64'),
      MUSTER_LOG_LEVEL: 'error',
      ...(postgres && { MUSTER_DATABASE_URL: postgres.url }),
      ...settings,
    })
    const stop = async () => {
      await muster.stop('SIGTERM')
      if (muster.said.err !== '') print(`Muster log:\n${muster.said.err.slice(-4000)}`)
      await cleanUp()
    }
    return { url: muster.url, password, outbox: join(folder, 'outbox'), stop }
  } catch (error) {
    await cleanUp()
    throw error
  }
}

/** Starts Keystone from Debian's package; undefined where it cannot be installed, after its reason was printed. */
const startKeystone = async (): Promise<Server | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'keystone-interop-'))
  const password = randomBytes(12).toString('hex')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const postgres = await startPostgres()
  const child = spawn(join(here, 'keystone.sh'), [folder, String(port), password, postgres.url], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode === null) child.kill()
    await ended
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  while (child.exitCode === null) {
    const isReady = await fetch(`${url}/v3`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return { url, password, stop }
    await setTimeout(200)
  }
  await stop()
  if (child.exitCode === CANNOT) return undefined
  throw new Error(`keystone.sh ended with ${child.exitCode}`)
}

/** Whether the tests of a folder are a suite of Node.js instead of pytest. */
const isNodeSuite = (folder: string) => existsSync(join(here, folder, 'suite.ts'))

/** The client versions that the folder has requirements for; `''` stands for requirements.txt. */
const versionsOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(here, folder))).flatMap((file) => {
    const named = /^requirements(?:-(.+))?\.txt$/.exec(file)
    return named ? [named[1] ?? ''] : []
  })

/** The settings of the servers that the folder is tested against, from its settings.json or settings.ts; without one, the defaults. */
const settingsOf = async (folder: string): Promise<readonly Environment[]> => {
  const program = join(here, folder, 'settings.ts')
  if (existsSync(program)) return (await import(program)).settings()
  const file = join(here, folder, 'settings.json')
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as readonly Environment[]) : [{}]
}

/** Runs the folder's tests against one server. `requirements` sets INTEROP_REQUIRE. */
const test = (
  folder: string,
  version: string,
  { url, password, outbox }: Server,
  requirements: Environment,
  args: readonly string[],
) => {
  const environment = version === '' ? folder : `${folder}-${version}`
  const [command, first]: [string, readonly string[]] = isNodeSuite(folder)
    ? [process.execPath, ['--test', ...args, 'suite.ts']]
    : [join(here, '.venvs', environment, 'bin', 'python'), ['-m', 'pytest', ...args]]
  return run(
    command,
    first,
    {
      ...requirements,
      PYTHONDONTWRITEBYTECODE: '1',
      MUSTER_URL: url.replace(/\/(v3\/?)?$/, ''),
      MUSTER_PASSWORD: password,
      ...(outbox === undefined ? {} : { MUSTER_OUTBOX: outbox }),
      OS_AUTH_URL: `${url.replace(/\/(v3\/?)?$/, '')}/v3`,
      OS_USERNAME: 'admin',
      OS_PASSWORD: password,
      OS_PROJECT_NAME: 'admin',
      OS_USER_DOMAIN_ID: 'default',
      OS_PROJECT_DOMAIN_ID: 'default',
    },
    join(here, folder),
  )
}

const databases = ['sqlite', 'postgres'] as const
type Database = (typeof databases)[number]

const againstMuster = async (
  folder: string,
  versions: readonly string[],
  chosen: readonly Database[],
  args: readonly string[],
): Promise<number> => {
  let worst = 0
  for (const database of chosen)
    for (const settings of await settingsOf(folder)) {
      const server = await startMuster(database, settings)
      try {
        for (const version of versions) {
          const changed = Object.entries(settings).map((entry) => entry.join('='))
          const place = [`Muster on ${database}`, ...changed].join(', ')
          print(`\ninterop/${[folder, version].filter(Boolean).join(' ')} against ${place}`)
          worst = Math.max(worst, await test(folder, version, server, { INTEROP_REQUIRE: 'all' }, args))
        }
      } finally {
        await server.stop()
      }
    }
  return worst
}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      database: { type: 'string' },
      keystone: { type: 'boolean' },
      url: { type: 'string' },
      password: { type: 'string' },
    },
  })
  const [folder, ...args] = positionals
  const chosen = databases.filter((name) => values.database === undefined || values.database === name)
  if (
    folder === undefined ||
    chosen.length === 0 ||
    (values.url === undefined) !== (values.password === undefined)
  ) {
    process.stderr.write(usage)
    return 2
  }
  const versions: string[] = isNodeSuite(folder) ? [''] : []
  for (const version of await versionsOf(folder)) {
    const installed = await run(join(here, 'install.sh'), version === '' ? [folder] : [folder, version])
    // install.sh has printed the reason; a machine without Python is not a failure.
    if (installed === CANNOT) continue
    if (installed !== 0) return installed
    versions.push(version)
  }
  if (versions.length === 0) return 0
  const { url, password } = values
  if (url === undefined && password === undefined && !values.keystone)
    return againstMuster(folder, versions, chosen, args)
  const server =
    url !== undefined && password !== undefined
      ? { url, password, stop: async () => {} }
      : await startKeystone()
  if (server === undefined) return 0
  let worst = 0
  try {
    for (const version of versions) worst = Math.max(worst, await test(folder, version, server, {}, args))
  } finally {
    await server.stop()
  }
  return worst
}

// Exits even when clients left handles open.
process.exit(await main())
