import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { makeConnectionPool } from './connection-pool.ts'

test('requests that wait for a directory without connections are rejected in many turns of the event loop', async () => {
  const { promise, reject } = Promise.withResolvers<never>()
  const pool = makeConnectionPool(() => promise, {
    size: 2,
    lifetime: 60_000,
    timeout: 60_000,
    retries: 0,
    retryDelay: 0,
  })
  let rejected = 0
  const requests = Array.from({ length: 100 }, () =>
    pool.use(async () => undefined).catch(() => void rejected++),
  )
  reject(new Error('no response'))
  while (rejected < requests.length) {
    const before = rejected
    await nextTurn()
    assert.ok(rejected - before <= 4, `${rejected - before} in one turn`)
  }
  await Promise.all(requests)
  pool.close()
})
