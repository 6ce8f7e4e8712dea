import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startCleanup } from './cleanup.ts'

test('runs every ten minutes, continues after failures, and stops at shutdown', async ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] })
  const failures: string[] = []
  let [rounds, others] = [0, 0]
  let { promise, resolve, reject } = Promise.withResolvers<void>()
  const cleanup = startCleanup({
    tasks: [
      () => {
        rounds++
        return promise
      },
      async () => {
        others++
      },
    ],
    onFailure: (error) => failures.push(error.message),
  })
  const pass = async (ms: number) => {
    mock.timers.tick(ms)
    await new Promise(setImmediate)
  }
  await pass(599_999)
  assert.equal(rounds, 0)
  await pass(1)
  assert.equal(rounds, 1)
  await pass(600_000)
  assert.equal(rounds, 1, 'the previous round is still running')
  reject(new Error('no database'))
  await new Promise(setImmediate)
  assert.deepEqual([failures, others], [['no database'], 1])
  ;({ promise, resolve, reject } = Promise.withResolvers<void>())
  await pass(600_000)
  assert.equal(rounds, 2)
  let stopped = false
  const stopping = cleanup.stop().then(() => {
    stopped = true
  })
  await new Promise(setImmediate)
  assert.equal(stopped, false, 'stop waits for the running round')
  resolve()
  await stopping
  assert.equal(others, 1, 'no task begins after stop')
  await pass(6_000_000)
  assert.equal(rounds, 2)
})
