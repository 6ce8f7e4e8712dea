import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clientAddress, readAddress } from './client-address.ts'
import { trustedProxies } from './trusted-proxies.ts'

describe('addresses in headers', () => {
  test('P3: port, brackets, quotes, zone and the mapping of IPv4 are removed', () => {
    const forms = {
      '203.0.113.8': '203.0.113.8',
      ' 203.0.113.8 ': '203.0.113.8',
      '203.0.113.8:50001': '203.0.113.8',
      '"203.0.113.8:50001"': '203.0.113.8',
      '[2001:db8::1]:443': '2001:db8::1',
      '"[2001:db8::1]:443"': '2001:db8::1',
      '[2001:db8::1]': '2001:db8::1',
      '2001:0DB8:0:0:0:0:0:1': '2001:db8::1',
      'fe80::1%eth0': 'fe80::1',
      '::ffff:203.0.113.8': '203.0.113.8',
      '::FFFF:cb00:7108': '203.0.113.8',
      '[::ffff:203.0.113.8]:443': '203.0.113.8',
      '::1': '::1',
    }
    for (const [text, address] of Object.entries(forms)) assert.equal(readAddress(text), address, text)
  })

  test('P3: malformed addresses are undefined', () => {
    const others = ['', 'unknown', '_hidden', 'client.example', '203.0.113', '203.0.113.8:', '203.0.113.8:x']
    for (const text of [...others, '203.0.113.999', '[203.0.113.8', '2001:db8::1:443:::', '[]:443', ':443'])
      assert.equal(readAddress(text), undefined, text)
  })

  const trusted = trustedProxies(['10.0.0.0/8', '2001:db8:ffff::/48'])

  test('P3: behind a malformed entry, the proxy that sent it is the client', () => {
    const of = (header: string, peer = '10.0.0.1') => clientAddress(peer, header, trusted)
    assert.equal(of('203.0.113.8:50001'), '203.0.113.8')
    assert.equal(of('unknown'), '10.0.0.1')
    assert.equal(of(''), '10.0.0.1')
    assert.equal(of('203.0.113.8, unknown'), '10.0.0.1')
    assert.equal(of('unknown, 10.0.0.2:80'), '10.0.0.2')
    assert.equal(of('198.51.100.1, 203.0.113.8:1, 10.0.0.2:9'), '203.0.113.8', 'the nearest that is no proxy')
    assert.equal(of('[2001:db8::7]:50001, [2001:db8:ffff::1]:443'), '2001:db8::7')
  })

  test('P3: only a trusted peer is believed', () => {
    assert.equal(clientAddress('203.0.113.9', '198.51.100.1', trusted), '203.0.113.9')
    assert.equal(clientAddress('::ffff:203.0.113.9', '198.51.100.1', trusted), '203.0.113.9')
    assert.equal(clientAddress('::ffff:10.0.0.1', '198.51.100.1', trusted), '198.51.100.1')
    assert.equal(clientAddress(undefined, '198.51.100.1', trusted), '')
  })
})
