import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startCleanup } from './cleanup.ts'

test('runs every ten minutes, never concurrently, continues after failures, and stops at shutdown', async ({
  mock,
}) => {
  mock.timers.enable({ apis: ['setInterval'] })
  const troubles: string[] = []
  let [rounds, others] = [0, 0]
  let { promise, resolve, reject } = Promise.withResolvers<void>()
  const sweep = startCleanup({
    tasks: [
      () => {
        rounds++
        return promise
      },
      async () => {
        others++
      },
    ],
    onTrouble: (error) => troubles.push(error.message),
  })
  mock.timers.tick(599_999)
  assert.equal(rounds, 0)
  mock.timers.tick(1)
  assert.equal(rounds, 1)
  mock.timers.tick(600_000)
  assert.equal(rounds, 1, 'the previous round is still running')
  reject(new Error('no database'))
  await new Promise(setImmediate)
  assert.deepEqual([troubles, others], [['no database'], 1])
  ;({ promise, resolve, reject } = Promise.withResolvers<void>())
  mock.timers.tick(600_000)
  assert.equal(rounds, 2)
  let stopped = false
  const stopping = sweep.stop().then(() => {
    stopped = true
  })
  await new Promise(setImmediate)
  assert.equal(stopped, false, 'stop waits for the running round')
  resolve()
  await stopping
  mock.timers.tick(6_000_000)
  assert.equal(rounds, 2)
})
