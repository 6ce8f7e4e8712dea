import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashesAtOnce, passwordQueue, QueueFull } from './password-queue.ts'

/** Jobs that end on demand, and the order in which they began. */
const stage = () => {
  const begun: string[] = []
  const ends = new Map<string, PromiseWithResolvers<string>>()
  const job = (name: string) => () => {
    const end = Promise.withResolvers<string>()
    begun.push(name)
    ends.set(name, end)
    return end.promise
  }
  return {
    begun,
    job,
    end: (name: string) => ends.get(name)?.resolve(name),
    fail: (name: string) => ends.get(name)?.reject(new Error(name)),
  }
}

/** Runs everything that is ready. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('runs a limited number of jobs, the others in order of arrival', async () => {
  const queue = passwordQueue({ atOnce: 2, maxWaiting: 10 })
  const { begun, job, end } = stage()
  const answers = Promise.all(['a', 'b', 'c', 'd'].map((name) => queue.run(job(name))))
  await settle()
  assert.deepEqual(begun, ['a', 'b'])
  assert.deepEqual([queue.running(), queue.waiting()], [2, 2])
  end('b')
  await settle()
  assert.deepEqual(begun, ['a', 'b', 'c'])
  end('a')
  await settle()
  end('c')
  end('d')
  assert.deepEqual(await answers, ['a', 'b', 'c', 'd'])
  assert.deepEqual([queue.running(), queue.waiting()], [0, 0])
})

test('rejects jobs beyond the queue limit; the others still run', async () => {
  const queue = passwordQueue({ atOnce: 1, maxWaiting: 1 })
  const { job, end } = stage()
  const first = queue.run(job('first'))
  const second = queue.run(job('second'))
  await assert.rejects(queue.run(job('third')), QueueFull)
  await settle()
  end('first')
  await settle()
  end('second')
  assert.deepEqual([await first, await second], ['first', 'second'])
})

test('a failed job frees its slot', async () => {
  const queue = passwordQueue({ atOnce: 1, maxWaiting: 1 })
  const { job, end, fail } = stage()
  const bad = queue.run(job('bad'))
  const good = queue.run(job('good'))
  await settle()
  fail('bad')
  await assert.rejects(bad, /bad/)
  await settle()
  end('good')
  assert.equal(await good, 'good')
  assert.equal(queue.running(), 0)
})

test('hashing leaves a core and a thread to other work, but always proceeds', () => {
  assert.deepEqual(
    [1, 2, 4, 64].map((cores) => hashesAtOnce(cores)),
    [1, 1, 3, 3],
  )
  assert.equal(hashesAtOnce(64, { threads: 16 }), 15)
})

test('hashing with low priority uses every core, but not every thread', () => {
  assert.deepEqual(
    [1, 2, 4, 64].map((cores) => hashesAtOnce(cores, { yielding: true })),
    [1, 2, 3, 3],
  )
})
