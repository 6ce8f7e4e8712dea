import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openPostgresStore } from '../src/store/engine/postgres-store.ts'
import { makeCertificate } from './make-certificate.ts'
import { withPostgres } from './on-postgres.ts'
import { startPostgres } from './postgres.ts'
import { muster } from './process.ts'

describe('PostgreSQL with TLS', { skip: !withPostgres }, () => {
  const name = [['CN', 'localhost']] as const
  const own = makeCertificate({ subject: name, issuer: name })
  const other = makeCertificate({ subject: [['CN', 'other']], issuer: [['CN', 'other']] })
  let server: Awaited<ReturnType<typeof startPostgres>>
  before(async () => {
    server = await startPostgres({ tls: { cert: own.pem, key: own.key } })
  })
  after(() => server.stop())

  const at = (host: string, mode: string) => {
    const url = new URL(server.url)
    url.hostname = host
    url.searchParams.set('sslmode', mode)
    return url.href
  }
  const encrypted = async (url: string, ca?: string) => {
    const store = await openPostgresStore({ url, ...(ca === undefined ? {} : { ca }) })
    try {
      const requested = sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`
      return (await requested.execute(store.db.q)).rows[0]?.ssl
    } finally {
      await store.close()
    }
  }

  test('S12: uses TLS with a verified certificate, and plain text when the URL requests it', async () => {
    assert.equal(await encrypted(at('localhost', 'verify-full'), own.pem), true)
    assert.equal(await encrypted(at('127.0.0.1', 'verify-ca'), own.pem), true)
    assert.equal(await encrypted(at('127.0.0.1', 'require')), true)
    assert.equal(await encrypted(at('127.0.0.1', 'disable')), false)
  })

  test('S12: rejects a certificate of another authority or for another name', async () => {
    await assert.rejects(encrypted(at('localhost', 'verify-full')), /database_ca_file/)
    await assert.rejects(encrypted(at('localhost', 'verify-full'), other.pem), /database_ca_file/)
    await assert.rejects(
      encrypted(at('127.0.0.1', 'verify-full'), own.pem),
      /127\.0\.0\.1.*database_ca_file/s,
    )
  })

  test('S12: the commands read the authority from database_ca_file, and name an invalid setting', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-tls-'))
    t.after(() => rm(folder, { recursive: true, force: true }))
    const settings = {
      MUSTER_DATABASE_URL: at('localhost', 'verify-full'),
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    }
    const migrate = async (more: string) => {
      const config = join(folder, 'muster.yaml')
      await writeFile(config, more)
      return muster(['migrate', '--config', config], settings)
    }
    const ca = join(folder, 'ca.pem')
    await writeFile(ca, own.pem)
    const good = await migrate(`database_ca_file: ${ca}\n`)
    assert.equal(good.code, 0, good.err)
    assert.match((await migrate('')).err, /database_ca_file/)
    assert.match(
      (await migrate(`database_ca_file: ${ca}.missing\n`)).err,
      /database_ca_file: .*cannot be read/,
    )
    const { err } = await muster(['migrate'], { ...settings, MUSTER_DATABASE_URL: at('localhost', 'prefer') })
    assert.match(err, /sslmode must be disable, require, verify-ca or verify-full/)
  })
})
