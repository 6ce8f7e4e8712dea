import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { test } from 'node:test'
import { makeThreadsYield } from './hash-thread-priority.ts'

test('hashing threads have a lower priority than the main thread', {
  skip: process.platform !== 'linux' && 'only Linux has priorities per thread',
}, async () => {
  const before = getPriority()
  assert.equal(await makeThreadsYield(), true)
  const workers = readdirSync('/proc/self/task').filter((id) =>
    readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith('libuv-worker'),
  )
  assert.ok(workers.length > 0)
  for (const id of workers) assert.ok(getPriority(Number(id)) > before)
  assert.equal(getPriority(), before)
})
