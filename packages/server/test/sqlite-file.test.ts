import assert from 'node:assert/strict'
import { copyFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { ask, muster, type Serving, serve, signInAdmin } from './process.ts'

const password = 'a password for this test'

describe('the SQLite file', () => {
  /** Starts a server and tampers with its file. */
  const running = async (work: (serving: Serving, file: string, token: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-file-'))
    // Closing checkpoints the write-ahead log into the file.
    await muster(['migrate'], { MUSTER_DATA_DIR: folder })
    const serving = await serve({ MUSTER_DATA_DIR: folder, MUSTER_BOOTSTRAP_PASSWORD: password })
    try {
      const token = await signInAdmin(serving.url, password)
      assert.equal((await fetch(`${serving.url}/readyz`)).status, 200)
      await work(serving, join(folder, 'muster.sqlite'), token)
    } finally {
      await serving.stop('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    }
  }
  /** The log is read from a pipe. */
  const logs = async ({ said }: Serving, wanted: RegExp): Promise<void> => {
    const end = Date.now() + 5000
    while (!wanted.test(said.err) && Date.now() < end) await turn()
    assert.match(said.err, wanted)
  }
  const create = ({ url }: Serving, token: string, name: string) =>
    ask(url, 'POST', '/v3/users', { token, body: { user: { name } } })

  for (const [what, damage] of [
    ['deleted', (file: string) => rm(file)],
    [
      'replaced',
      async (file: string) => {
        await copyFile(file, `${file}.copy`)
        await rename(`${file}.copy`, file)
      },
    ],
  ] as const)
    test(`R10: a file that was ${what} accepts no write and is not ready, and the log names it with the remedy`, () =>
      running(async (serving, file, token) => {
        assert.equal((await create(serving, token, 'before')).status, 201)
        await damage(file)
        const rejected = await create(serving, token, 'after')
        assert.equal(rejected.status, 503)
        assert.match(rejected.body.error.message, /Nothing was changed/)
        assert.equal((await fetch(`${serving.url}/readyz`)).status, 503)
        await logs(serving, new RegExp(`muster\\.sqlite was ${what} while the server ran`))
        await logs(serving, /muster restore/)
      }))

  test('R10: a deleted write-ahead log is detected as well', () =>
    running(async (serving, file, token) => {
      await rm(`${file}-wal`)
      assert.equal((await create(serving, token, 'after')).status, 503)
      assert.equal((await fetch(`${serving.url}/readyz`)).status, 503)
    }))

  test('R10: a truncated file is not ready, and the process continues', () =>
    running(async (serving, file, token) => {
      await truncate(file, 8192)
      assert.equal((await fetch(`${serving.url}/readyz`)).status, 503)
      await logs(serving, /muster\.sqlite is damaged: it has 8192 of \d+ bytes/)
      for (const path of ['/v3/users', '/v3/users?name__contains=xyz', '/v3/projects', '/v3/roles'])
        assert.notEqual((await ask(serving.url, 'GET', path, { token })).status, 500)
      assert.equal((await fetch(`${serving.url}/healthcheck`)).status, 200)
    }))

  test('R10: a foreign first page is not ready', () =>
    running(async (serving, file) => {
      await writeFile(file, Buffer.alloc(1_000_000, 'x'), { flag: 'r+' })
      assert.equal((await fetch(`${serving.url}/readyz`)).status, 503)
      await logs(serving, /its first page is damaged/)
    }))
})
