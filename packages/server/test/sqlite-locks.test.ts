import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { openSqliteStore } from '../src/store/engine/sqlite-store.ts'
import { type Place, sqlitePlace } from './databases.ts'
import { muster } from './process.ts'
import { createTestCore } from './test-core.ts'
import { startTestServer } from './test-server.ts'

/** A separate process with its own connection. */
const strangerAt = (place: Place) =>
  new DatabaseSync(join(place.environment['MUSTER_DATA_DIR'] ?? '', 'muster.sqlite'), { timeout: 0 })

describe('SQLite locked by another process', () => {
  test('R7: reads and the health check are answered meanwhile, and writes when the lock is released', async (t) => {
    const place = await sqlitePlace()
    const s = await startTestServer(place)
    t.after(() => s.close())
    const stranger = strangerAt(place)
    t.after(() => stranger.close())
    for (const lock of ['begin immediate', 'begin exclusive']) {
      stranger.exec(lock)
      let written = 0
      const writing = Promise.all(
        Array.from({ length: 5 }, (_, n) =>
          s
            .call('POST', '/v3/users', { token: s.system, body: { user: { name: `${lock} ${n}` } } })
            .then(({ status }) => {
              written++
              return status
            }),
        ),
      )
      // The event loop continues while the lock is held: the thread is not blocked.
      for (let n = 0; n < 20; n++) {
        assert.equal((await s.call('GET', '/healthcheck')).status, 200)
        assert.equal((await s.call('GET', '/v3/users', { token: s.system })).status, 200)
        assert.equal((await s.call('GET', '/readyz')).status, 200)
      }
      assert.equal(written, 0)
      stranger.exec('commit')
      assert.deepEqual(await writing, [201, 201, 201, 201, 201])
    }
  })

  test('R7: a write that waits longer than the limit is rejected as unavailable, and changes nothing', async (t) => {
    const place = await sqlitePlace()
    const reports: string[] = []
    const core = await createTestCore({
      ...place,
      open: () =>
        openSqliteStore({
          file: join(place.environment['MUSTER_DATA_DIR'] ?? '', 'muster.sqlite'),
          synchronous: 'off',
          busyTimeout: 100,
          onDown: (what) => reports.push(what),
        }),
    })
    t.after(() => core.close())
    const stranger = strangerAt(place)
    t.after(() => stranger.close())
    stranger.exec('begin immediate')
    let runs = 0
    const work = async () => void runs++
    const writes = await Promise.allSettled([
      core.store.transaction('serializable', work),
      core.store.transaction('inserts only', work),
    ])
    for (const one of writes) {
      assert.equal(one.status === 'rejected' && one.reason.kind, 'unavailable')
      assert.equal(one.status === 'rejected' && one.reason.code, 'database_busy')
    }
    assert.equal(runs, 0)
    await assert.rejects(
      core.store.ready(),
      { code: 'database_busy' },
      'not ready while a small write does not work',
    )
    stranger.exec('commit')
    await core.store.ready()
    await core.store.transaction('serializable', work)
    assert.equal(runs, 1)
    assert.deepEqual(reports, ['writes'])
  })

  test('R7: commands on the same database wait for one another beside a running server', async (t) => {
    const place = await sqlitePlace()
    const s = await startTestServer(place)
    t.after(() => s.close())
    const stranger = strangerAt(place)
    t.after(() => stranger.close())
    stranger.exec('begin immediate')
    const rotating = muster(['keys', 'rotate'], {
      ...place.environment,
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    })
    for (let n = 0; n < 50; n++) assert.equal((await s.call('GET', '/healthcheck')).status, 200)
    stranger.exec('commit')
    const ended = await rotating
    assert.equal(ended.code, 0, ended.err)
  })
})
