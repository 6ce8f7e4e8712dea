import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword } from './password.ts'
import { passwordQueue } from './password-queue.ts'
import { passwordScheme } from './password-scheme.ts'
import { queuedPasswords } from './password-service.ts'

const cheap = { memory: 64, passes: 1, parallelism: 1 }
// Hashes with arbitrary digests: only their cost matters here.
const bcrypt4 = '$2b$04$abcdefghijklmnopqrstuuJ9aPmJwpyP7Lk5YmXw4jS0TeFPW0Dgq'
const bcrypt5 = '$2b$05$abcdefghijklmnopqrstuuJ9aPmJwpyP7Lk5YmXw4jS0TeFPW0Dgq'
const pbkdf2 = `pbkdf2_sha256$100$salt$${Buffer.alloc(32).toString('base64')}`

/** A clock that advances by `took` at every second reading. */
const steppingClock = (took: number) => {
  const clock = { now: 0, looks: 0, took }
  const elapsed = () => {
    if (clock.looks++ % 2 === 1) clock.now += clock.took
    return clock.now
  }
  return { clock, elapsed }
}

test('S6: the scheme of a hash is its prefix with the cost parameters', () => {
  const read = (hash: string) => {
    const { prefix, family, work } = passwordScheme(hash) ?? {}
    return [prefix, family, work]
  }
  assert.deepEqual(read(bcrypt4), ['$2b$04$', '$2', 16])
  assert.deepEqual(read(pbkdf2), ['pbkdf2_sha256$100$', 'pbkdf2_sha256', 100])
  assert.deepEqual(read('$scrypt$ln=10,r=8,p=2$x$y'), ['$scrypt$ln=10,r=8,p=2$', '$scrypt', 16384])
  assert.deepEqual(read('$argon2id$v=19$m=64,t=3,p=1$x$y'), [
    '$argon2id$v=19$m=64,t=3,p=1$',
    '$argon2id',
    192,
  ])
  assert.deepEqual(read('$pbkdf2-sha512$25000$x$y'), ['$pbkdf2-sha512$25000$', '$pbkdf2-sha512', 25000])
  assert.deepEqual(read('$bcrypt-sha256$v=2,t=2b,r=12$x$y'), [
    '$bcrypt-sha256$v=2,t=2b,r=12$',
    '$bcrypt-sha256',
    4096,
  ])
  assert.equal(passwordScheme('text'), undefined)
})

test('S6: a failure takes as long as the most expensive scheme of the directory, until that scheme is gone', async () => {
  const ms = { own: 10, dear: 400, cheaper: 200, other: 100 }
  const { clock, elapsed } = steppingClock(ms.own)
  const passwords = queuedPasswords(passwordQueue({ atOnce: 1, maxWaiting: 9 }), { cost: cheap, elapsed })
  await passwords.expect([], true)
  assert.equal(passwords.failureSlot(), 13)
  clock.took = ms.cheaper
  await passwords.expect([bcrypt4], false)
  assert.equal(passwords.failureSlot(), 250)
  clock.took = ms.other
  await passwords.expect([pbkdf2], false)
  assert.equal(passwords.failureSlot(), 250)
  clock.took = ms.dear
  await passwords.expect([bcrypt5], false)
  assert.equal(passwords.failureSlot(), 500)
  const before = clock.looks
  await passwords.expect([bcrypt5, bcrypt4, pbkdf2], true)
  assert.equal(clock.looks, before, 'known schemes are not measured again')
  clock.took = ms.cheaper
  await passwords.expect([bcrypt4, pbkdf2], true)
  assert.equal(passwords.failureSlot(), 250)
  await passwords.expect([], true)
  assert.equal(passwords.failureSlot(), 13)
})

test('S6: slower checks raise the time at once, faster ones lower it gradually', async () => {
  const { clock, elapsed } = steppingClock(100)
  const passwords = queuedPasswords(passwordQueue({ atOnce: 1, maxWaiting: 9 }), { cost: cheap, elapsed })
  await passwords.expect([], true)
  clock.took = 200
  await passwords.verifyDummy('x')
  assert.equal(passwords.failureSlot(), 250)
  clock.took = 40
  await passwords.verifyDummy('x')
  assert.equal(passwords.failureSlot(), 244)
})

test('P17: a password matches in any Unicode normalization, and an older hash of it is due for renewal', async () => {
  const [composed, decomposed, wide] = [
    'caf\u00e9 f\u00fcr zw\u00f6lf',
    'cafe\u0301 fu\u0308r zwo\u0308lf',
    '\uff41 phrase',
  ]
  const passwords = queuedPasswords(passwordQueue({ atOnce: 1, maxWaiting: 9 }), { cost: cheap })
  for (const typed of [composed, decomposed]) {
    const hash = await passwords.hash(typed)
    assert.equal(await passwords.verify(composed, hash), 'current')
    assert.equal(await passwords.verify(decomposed, hash), 'current')
    assert.equal(await passwords.verify('cafe fur zwolf', hash), false)
  }
  assert.equal(await passwords.verify('a phrase', await passwords.hash(wide)), 'current')
  for (const [typed, stored] of [
    [composed, decomposed],
    [decomposed, decomposed],
    [composed, composed],
    [decomposed, composed],
    [wide, wide],
  ] as const) {
    const old = await hashPassword(stored, cheap)
    const match = await passwords.verify(typed, old)
    assert.ok(match !== false, `${typed} against ${stored}`)
    assert.equal(match, stored === stored.normalize('NFKC') ? 'current' : 'renew')
  }
})
