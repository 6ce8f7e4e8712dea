import assert from 'node:assert/strict'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ask, muster, type Serving, serve, signInAdmin } from './process.ts'

const password = 'a password for this test'

describe('backups', () => {
  let folder: string
  let serving: Serving
  let token: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-backup-'))
    serving = await serve({ ...dataDir('source'), MUSTER_BOOTSTRAP_PASSWORD: password })
    token = await signInAdmin(serving.url, password)
  })
  after(async () => {
    await serving.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  const path = (...names: string[]) => join(folder, ...names)
  const dataDir = (name: string) => ({ MUSTER_DATA_DIR: path(name) })
  const create = (name: string) => ask(serving.url, 'POST', '/v3/users', { token, body: { user: { name } } })
  const backup = async (name: string, ...more: string[]) =>
    muster(['backup', path(name), ...more], dataDir('source'))

  test('R13: a backup during writes contains everything acknowledged before it, and the restored server works', async () => {
    const before: string[] = []
    for (let n = 0; n < 20; n++) {
      assert.equal((await create(`before-${n}`)).status, 201)
      before.push(`before-${n}`)
    }
    let writing = true
    const writer = (async () => {
      for (let n = 0; writing; n++) await create(`during-${n}`)
    })()
    const made = await backup('whole.backup')
    writing = false
    await writer
    assert.deepEqual([made.code, made.err], [0, ''])
    assert.equal((await stat(path('whole.backup'))).mode & 0o777, 0o600)
    assert.match(made.out, /Keep a copy of .*master\.key/)

    await mkdir(path('target'))
    await copyFile(path('source', 'master.key'), path('target', 'master.key'))
    const restored = await muster(['restore', path('whole.backup')], dataDir('target'))
    assert.deepEqual([restored.code, restored.err], [0, ''])
    const second = await serve(dataDir('target'))
    // A token of the first server: the token keys are in the backup, sealed by the same master key.
    for (const name of before) {
      const { body } = await ask(second.url, 'GET', `/v3/users?name=${name}`, { token })
      assert.equal(body.users.length, 1, name)
    }
    await signInAdmin(second.url, password)
    await second.stop('SIGTERM')
  })

  test('R13: a backup does not contain the master key, and a restore says where to put it', async () => {
    assert.equal((await backup('keyless.backup')).code, 0)
    const key = (await readFile(path('source', 'master.key'), 'utf8')).trim()
    assert.equal((await readFile(path('keyless.backup'))).includes(key), false)
    const restored = await muster(['restore', path('keyless.backup')], dataDir('keyless'))
    assert.equal(restored.code, 0, restored.err)
    assert.match(restored.out, /Put the master key of the backup at .*keyless\/master\.key/)
    await writeFile(path('keyless', 'master.key'), `${Buffer.alloc(32, 1).toString('base64')}\n`)
    const other = await muster(['restore', path('keyless.backup'), '--force'], dataDir('keyless'))
    assert.equal(other.code, 1)
    assert.match(other.err, /does not belong to this backup/)
  })

  test('R13: nothing is replaced without --force, and replaced files are kept', async () => {
    assert.equal((await backup('twice.backup')).code, 0)
    const again = await backup('twice.backup')
    assert.equal(again.code, 1)
    assert.match(again.err, /twice\.backup already exists\. Choose another name, or use --force/)
    assert.equal((await backup('twice.backup', '--force')).code, 0)
    assert.equal((await muster(['migrate'], dataDir('filled'))).code, 0)
    const rejected = await muster(['restore', path('twice.backup')], dataDir('filled'))
    assert.equal(rejected.code, 1)
    assert.match(rejected.err, /is not empty \(muster\.sqlite.*--force/)
    await copyFile(path('source', 'master.key'), path('filled', 'master.key'))
    const forced = await muster(['restore', path('twice.backup'), '--force'], dataDir('filled'))
    assert.equal(forced.code, 0, forced.err)
    const names = await readdir(path('filled'))
    assert.equal(names.filter((name) => name.startsWith('muster.sqlite.replaced-')).length, 1)
    assert.deepEqual(
      names.filter((name) => /restoring|-wal|-shm/.test(name)),
      [],
    )
  })

  test('R13: a restore beside a running server is rejected, also with --force', async () => {
    assert.equal((await backup('used.backup')).code, 0)
    const { code, err } = await muster(['restore', path('used.backup'), '--force'], dataDir('source'))
    assert.equal(code, 1)
    assert.match(err, /has .*muster\.sqlite open\. Stop the server/)
    assert.equal((await create('still-working')).status, 201)
  })

  test('R13: a damaged, foreign or newer file is reported before anything changes', async () => {
    assert.equal((await backup('sound.backup')).code, 0)
    const bytes = await readFile(path('sound.backup'))
    await writeFile(path('cut.backup'), bytes.subarray(0, bytes.length / 2))
    await writeFile(path('foreign.backup'), 'name,email\n')
    await mkdir(path('untouched'))
    for (const [name, message] of [
      ['cut.backup', /cut\.backup is (damaged|not a complete Muster database)/],
      ['foreign.backup', /foreign\.backup is not a complete Muster database/],
      ['absent.backup', /The file .*absent\.backup does not exist/],
    ] as const) {
      const { code, err } = await muster(['restore', path(name)], dataDir('untouched'))
      assert.equal(code, 1)
      assert.match(err, message)
    }
    assert.deepEqual(await readdir(path('untouched')), [])
  })

  test('R13: with PostgreSQL both commands refer to its own tools', async () => {
    const settings = {
      MUSTER_DATABASE_URL: 'postgres://127.0.0.1:1/none',
      MUSTER_MASTER_KEY: Buffer.alloc(32).toString('base64'),
    }
    assert.match((await muster(['backup', path('x')], settings)).err, /pg_dump --format=custom/)
    assert.match((await muster(['restore', path('x')], settings)).err, /pg_restore/)
    assert.equal((await muster(['backup'])).code, 2)
  })
})
