import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { generatedSecrets } from './generated-secrets.ts'

const secrets = generatedSecrets(Buffer.alloc(32, 7))

describe('generated secrets', () => {
  test('have 64 random bytes in the format of Keystone', () => {
    const made = new Set(Array.from({ length: 100 }, secrets.make))
    assert.equal(made.size, 100)
    for (const secret of made) assert.match(secret, /^[A-Za-z0-9_-]{86}$/)
  })

  test('match only their own hash', () => {
    const secret = secrets.make()
    const hash = secrets.hash(secret)
    assert.ok(secrets.isHash(hash))
    assert.ok(!hash.includes(secret))
    assert.ok(secrets.matches(secret, hash))
    for (const other of ['', `${secret}x`, secret.slice(1), secrets.make(), '\ud800', 'x'.repeat(100_000)])
      assert.ok(!secrets.matches(other, hash))
    for (const stored of [
      '',
      'hmac-sha256$',
      `${hash}A`,
      hash.slice(0, -1),
      '$argon2id$v=19$m=19456$AAAA$BBBB',
    ])
      assert.ok(!secrets.matches(secret, stored))
  })

  test('cannot be verified with another master key', () => {
    const secret = secrets.make()
    assert.ok(!generatedSecrets(Buffer.alloc(32, 8)).matches(secret, secrets.hash(secret)))
  })

  test('do not match a password hash', () => {
    assert.ok(!secrets.isHash('$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB'))
  })
})
