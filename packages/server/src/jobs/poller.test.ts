import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { makePoller, type Poller, type PollerParts } from './poller.ts'

/** Long enough for a woken round to begin or end. */
const settle = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
}

let tick: () => Promise<void>
let timers: number

const open = (parts: Partial<PollerParts> & Pick<PollerParts, 'round'>): Poller =>
  makePoller({
    interval: 100,
    onFailure: (error) => assert.fail(error),
    repeat: (work, ms) => {
      assert.equal(ms, parts.interval ?? 100)
      timers++
      tick = async () => {
        work()
        await settle()
      }
      return () => {
        timers--
      }
    },
    ...parts,
  })

beforeEach(() => {
  timers = 0
})

test('runs a round at every interval once it is started, and none after it is stopped', async () => {
  let rounds = 0
  const poller = open({ round: async () => void rounds++ })
  poller.wake()
  await settle()
  assert.deepEqual([rounds, timers], [0, 0])
  poller.start()
  poller.start()
  assert.deepEqual([rounds, timers], [0, 1])
  await tick()
  await tick()
  assert.equal(rounds, 2)
  await poller.stop()
  await tick()
  poller.wake()
  poller.start()
  await settle()
  assert.deepEqual([rounds, timers], [2, 0])
})

test('rounds never overlap: ticks during a round are skipped, and a wake during it causes one more', async () => {
  let rounds = 0
  let { promise, resolve } = Promise.withResolvers<void>()
  const poller = open({
    round: () => {
      rounds++
      return promise
    },
  })
  poller.start()
  await tick()
  await tick()
  assert.equal(rounds, 1)
  poller.wake()
  poller.wake()
  await settle()
  assert.equal(rounds, 1)
  const end = resolve
  ;({ promise, resolve } = Promise.withResolvers<void>())
  end()
  await settle()
  assert.equal(rounds, 2)
  resolve()
  await poller.stop()
  assert.equal(rounds, 2)
})

test('several wakes before a round begins cause one round', async () => {
  let rounds = 0
  const poller = open({ round: async () => void rounds++ })
  poller.start()
  poller.wake()
  poller.wake()
  assert.equal(rounds, 0, 'not within the call')
  await settle()
  assert.equal(rounds, 1)
  await poller.stop()
})

test('a round can request another one', async () => {
  let rounds = 0
  const poller = open({
    round: async ({ wake }) => {
      if (++rounds < 3) wake()
    },
  })
  poller.start()
  await tick()
  await settle()
  assert.equal(rounds, 3)
  await poller.stop()
})

test('stop aborts the signal of the running round and waits for its end', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let aborted = false
  const poller = open({
    round: ({ signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
      return promise
    },
  })
  poller.start()
  await tick()
  let stopped = false
  const stopping = poller.stop().then(() => {
    stopped = true
  })
  await settle()
  assert.deepEqual([aborted, stopped], [true, false])
  resolve()
  await stopping
})

test('a direct round runs after the others and rejects if it fails', async () => {
  const log: string[] = []
  let failing = false
  const poller = open({
    round: async () => {
      log.push('begin')
      await settle()
      log.push('end')
      if (failing) throw new Error('no database')
    },
  })
  await Promise.all([poller.round(), poller.round()])
  assert.deepEqual(log, ['begin', 'end', 'begin', 'end'])
  failing = true
  await assert.rejects(poller.round(), /no database/)
  failing = false
  await poller.round()
})

test('while rounds fail, one failure is reported and the interval doubles up to its maximum', async () => {
  let failing = true
  let rounds = 0
  const failures: string[] = []
  const poller = open({
    maxInterval: 400,
    onFailure: (error) => failures.push(error.message),
    round: async () => {
      rounds++
      if (failing) throw new Error(`failure ${rounds}`)
    },
  })
  poller.start()
  const roundsAt: number[] = []
  for (let at = 1; at <= 14; at++) {
    const before = rounds
    await tick()
    if (rounds > before) roundsAt.push(at)
  }
  assert.deepEqual(roundsAt, [1, 3, 7, 11])
  assert.deepEqual(failures, ['failure 1'])
  failing = false
  poller.wake()
  await settle()
  assert.equal(rounds, 5, 'a wake does not wait')
  failing = true
  await tick()
  assert.deepEqual(failures, ['failure 1', 'failure 6'])
  await poller.stop()
})

test('without a maximum the interval stays the same while rounds fail', async () => {
  let rounds = 0
  const poller = open({
    onFailure: () => {},
    round: async () => {
      rounds++
      throw new Error('no database')
    },
  })
  poller.start()
  for (let at = 0; at < 5; at++) await tick()
  assert.equal(rounds, 5)
  await poller.stop()
})
