import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inBatches } from './in-batches.ts'

const pause = async () => {}

const run = async (waiting: number, full: number) => {
  let rounds = 0
  let left = waiting
  await inBatches(
    async () => {
      rounds++
      const done = Math.min(left, full)
      left -= done
      return done
    },
    full,
    pause,
  )(new AbortController().signal)
  return { rounds, left }
}

test('repeats until a batch is not full', async () => {
  assert.deepEqual(await run(0, 10), { rounds: 1, left: 0 })
  assert.deepEqual(await run(9, 10), { rounds: 1, left: 0 })
  assert.deepEqual(await run(20, 10), { rounds: 3, left: 0 })
})

test('stops after a limit: the next cleanup continues', async () => {
  const { rounds, left } = await run(1_000_000, 10)
  assert.equal(left, 1_000_000 - rounds * 10)
  assert.ok(rounds <= 1000)
})

test('a failed batch ends the round', async () => {
  let rounds = 0
  const failing = inBatches(
    async () => {
      if (++rounds === 2) throw new Error('gone')
      return 10
    },
    10,
    pause,
  )
  await assert.rejects(failing(new AbortController().signal), /gone/)
  assert.equal(rounds, 2)
})

test('R9: requests are served between two batches, and shutdown waits for one batch at most', async () => {
  const log: string[] = []
  const stopping = new AbortController()
  await inBatches(
    async () => {
      log.push('batch')
      return 10
    },
    10,
    async () => {
      log.push('pause')
      if (log.length === 4) stopping.abort()
    },
  )(stopping.signal)
  assert.deepEqual(log, ['batch', 'pause', 'batch', 'pause'])
})
