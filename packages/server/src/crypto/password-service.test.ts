import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '../core/kernel/domain-error.ts'
import { passwordQueue } from './password-queue.ts'
import { queuedPasswords } from './password-service.ts'

const cheap = { memory: 64, passes: 1, parallelism: 1 }

test('passwords are hashed and verified one after another', async () => {
  const queue = passwordQueue({ atOnce: 1, maxWaiting: 10 })
  const passwords = queuedPasswords(queue, { cost: cheap })
  const hash = await passwords.hash('secret')
  const answers = [
    passwords.verify('secret', hash),
    passwords.verify('wrong', hash),
    passwords.verifyDummy('x'),
  ]
  assert.deepEqual([queue.running(), queue.waiting()], [1, 2])
  assert.deepEqual(await Promise.all(answers), ['current', false, undefined])
})

test('an overloaded queue is reported as a DomainError', async () => {
  const passwords = queuedPasswords(passwordQueue({ atOnce: 1, maxWaiting: 0 }), { cost: cheap })
  const first = passwords.hash('secret')
  for (const one of [passwords.verify('x', 'y'), passwords.verifyDummy('x'), passwords.hash('x')])
    await assert.rejects(one, (thrown) => isDomainError(thrown, 'resource_exhausted'))
  await first
})

test('T76: a password of 1 MB is rejected as input, without waiting', async () => {
  const queue = passwordQueue({ atOnce: 1, maxWaiting: 0 })
  const passwords = queuedPasswords(queue, { cost: cheap })
  await assert.rejects(passwords.hash('x'.repeat(1_000_000)), (thrown) => isDomainError(thrown, 'invalid'))
  assert.equal(queue.running(), 0)
})
