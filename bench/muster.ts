import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cp, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeDatabase, startPostgres } from '../packages/server/test/postgres.ts'
import { atEnd, endChild, makeFolder, startNode } from './cleanup.ts'
import type { Target } from './target.ts'

const program = fileURLToPath(new URL('../packages/cli/muster.mjs', import.meta.url))

export type Database = 'sqlite' | 'postgres'

/** The data of one Muster: a folder, and a database with PostgreSQL. */
export type Home = {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** A configuration file, when settings differ from the defaults. */
  readonly config?: string
}

let postgres: Promise<string> | undefined

const startOnce = async (): Promise<string> => {
  const starting = startPostgres({ durable: true })
  // Registered before the start completes, so that an interrupted run waits for it and stops it.
  atEnd(async () => (await starting).stop())
  return (await starting).url
}

/** An empty database on a PostgreSQL that syncs every commit, started on first use. */
export const emptyPostgres = async (): Promise<string> => {
  postgres ??= startOnce()
  return (await makeDatabase(await postgres)).url
}

export const makeHome = async (database: Database): Promise<Home> => {
  const folder = await makeFolder()
  const data = join(folder, 'data')
  // A separate cache, so that the first start does not find compiled code of other runs.
  const local = { MUSTER_DATA_DIR: data, XDG_CACHE_HOME: join(folder, 'cache') }
  if (database === 'sqlite') return { folder, environment: local }
  const environment = {
    ...local,
    MUSTER_DATABASE_URL: await emptyPostgres(),
    MUSTER_MASTER_KEY: randomBytes(32).toString('base64'),
  }
  return { folder, environment }
}

/** Copies the data; the server of the original must not run. */
export const copyHome = async (home: Home): Promise<Home> => {
  const folder = await makeFolder()
  const data = join(folder, 'data')
  const { MUSTER_DATABASE_URL: url, MUSTER_DATA_DIR: from = '' } = home.environment
  await cp(from, data, { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  const environment = { ...home.environment, MUSTER_DATA_DIR: data }
  if (url === undefined || !postgres) return { ...home, folder, environment }
  const copy = await makeDatabase(await postgres, new URL(url).pathname.slice(1))
  return { ...home, folder, environment: { ...environment, MUSTER_DATABASE_URL: copy.url } }
}

const ownPassword = randomBytes(12).toString('hex')

export type RunningMuster = {
  readonly target: Target
  /** From the start of the process until it reported to be ready. */
  readonly milliseconds: number
  readonly stop: () => Promise<void>
}

/** Starts `muster serve` as a separate process with default settings and a log file. */
export const startMuster = async (
  { folder, environment, config }: Home,
  password = ownPassword,
): Promise<RunningMuster> => {
  const logs = await open(join(folder, 'muster.log'), 'a')
  const begun = performance.now()
  const child = startNode([program, 'serve', ...(config === undefined ? [] : ['--config', config])], {
    env: {
      ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
      ...(process.env.HOME === undefined ? {} : { HOME: process.env.HOME }),
      MUSTER_PORT: '0',
      MUSTER_BOOTSTRAP_PASSWORD: password,
      ...environment,
    },
    stdio: ['ignore', 'pipe', logs.fd],
  })
  const died = once(child, 'exit').then(async () => {
    throw new Error(
      `muster serve ended: ${(await readFile(join(folder, 'muster.log'), 'utf8')).slice(-2000)}`,
    )
  })
  died.catch(() => {})
  const ready = new Promise<{ host: string; port: number }>((resolve) => {
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const [, host, port] = /ready at http:\/\/([^:\s]+):(\d+)/.exec(output) ?? []
      if (host !== undefined) resolve({ host, port: Number(port) })
    })
  })
  await logs.close()
  const address = await Promise.race([ready, died])
  return {
    target: { name: 'Muster', ...address, pid: child.pid, password },
    milliseconds: performance.now() - begun,
    stop: () => endChild(child),
  }
}
