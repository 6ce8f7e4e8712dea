import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isNetwork, trustedProxies } from './trusted-proxies.ts'

describe('trusted proxies', () => {
  test('T82: only the configured addresses and networks are trusted, in any spelling', () => {
    const isTrusted = trustedProxies(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', '::1'])
    for (const address of [
      '192.0.2.7',
      '::ffff:192.0.2.7',
      '10.255.0.1',
      '::FFFF:10.0.0.1',
      '2001:db8:1::2',
      '2001:0DB8:0:0:0:0:0:1',
      '::1',
    ])
      assert.equal(isTrusted(address), true, address)
    for (const address of [
      '192.0.2.8',
      '11.0.0.1',
      '127.0.0.1',
      '2001:db9::1',
      '::2',
      '',
      'localhost',
      '10.0.0.1, 192.0.2.7',
      '10.1',
    ])
      assert.equal(isTrusted(address), false, address)
  })

  test('none is trusted by default', () => {
    const isTrusted = trustedProxies([])
    for (const address of ['127.0.0.1', '::1', '0.0.0.0']) assert.equal(isTrusted(address), false)
  })

  test('malformed networks are reported', () => {
    for (const text of ['10.0.0.0/8', '::/0', '127.0.0.1']) assert.equal(isNetwork(text), true, text)
    for (const text of ['', 'proxy.example', '10.0.0.0/33', '10.0.0/8', '::/129', '10.0.0.0/', '10.0.0.0/a'])
      assert.equal(isNetwork(text), false, text)
  })
})
