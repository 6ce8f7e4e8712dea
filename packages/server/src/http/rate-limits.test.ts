import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressKey, makeLimiter } from './rate-limits.ts'

const limiterAt = (capacity?: number) => {
  let now = 0
  const limiter = makeLimiter({ name: 'x', quota: 3, window: 60 }, () => now, capacity)
  const pass = (seconds: number) => {
    now += seconds * 1000
  }
  return { limiter, pass }
}

test('a bucket starts full, is reduced by requests, and refills over time', () => {
  const { limiter, pass } = limiterAt()
  assert.deepEqual([limiter.take('a').left, limiter.take('a').left, limiter.take('a').left], [2, 1, 0])
  assert.deepEqual(limiter.take('a'), { allowed: false, left: 0, full: 60, next: 20 })
  assert.ok(limiter.take('b').allowed)
  pass(19)
  assert.ok(!limiter.take('a').allowed)
  pass(1)
  assert.ok(limiter.take('a').allowed)
  assert.ok(!limiter.take('a').allowed)
  pass(3600)
  assert.equal(limiter.take('a').left, 2, 'the bucket does not exceed its quota')
})

test('a rejected request consumes nothing', () => {
  const { limiter, pass } = limiterAt()
  for (let n = 0; n < 100; n++) limiter.take('a')
  pass(20)
  assert.ok(limiter.take('a').allowed)
})

test('T81: memory is bounded; the least recently used key is evicted', () => {
  const { limiter } = limiterAt(2)
  for (let n = 0; n < 3; n++) limiter.take('a')
  limiter.take('b')
  limiter.take('a')
  limiter.take('c')
  assert.ok(!limiter.take('a').allowed, 'seen after b')
  assert.equal(limiter.take('b').left, 2, 'starts with a full bucket')
})

test('addresses: IPv4 as is, IPv6 by network, in any spelling', () => {
  assert.equal(addressKey('192.0.2.1'), '192.0.2.1')
  assert.equal(addressKey('::ffff:192.0.2.1'), '192.0.2.1')
  for (const same of [
    '2001:db8::1',
    '2001:DB8:0:0:ffff::',
    '2001:0db8:0000:0000:1:2:3:4',
    '2001:db8::a%eth0',
  ])
    assert.equal(addressKey(same), '2001:db8:0:0', same)
  assert.notEqual(addressKey('2001:db8:0:1::1'), addressKey('2001:db8::1'))
  assert.equal(addressKey('::1'), '0:0:0:0')
  assert.equal(addressKey('not an address'), 'not an address')
})
