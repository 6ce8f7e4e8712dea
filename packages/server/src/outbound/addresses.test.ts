import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressRules } from './addresses.ts'

const rejected = [
  ['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
  ['127.0.0.1', '127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.0', '172.31.255.255'],
  ['192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.0.0', '192.168.255.255', '198.18.0.1', '198.19.255.255'],
  ['198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  [
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '0:0:0:0:0:ffff:7f00:1',
  ],
  [
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:20::1',
  ],
  [
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
  ],
  ['fec0::1', 'ff02::1', 'ffff::1', '4000::1', '1fff::1', '2606:4700::1111%1'],
  ['', 'localhost', '8.8.8', '8.8.8.8.8', '08.8.8.8', '8.8.8.8 ', '0x8080808', ':::1', '[::1]'],
].flat()

const allowed = [
  ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ['128.0.0.1', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.0.1.1', '192.0.3.1'],
  ['192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
  ['2000::1', '2001:200::1', '2001:4860:4860::8888', '2003::1', '2606:4700::1111', '3ffe:ffff::1'],
].flat()

test('T68: special-purpose addresses of every registry are rejected, their neighbours are not', () => {
  const mayCall = addressRules([])
  assert.deepEqual(
    rejected.filter((address) => mayCall(address)),
    [],
  )
  assert.deepEqual(
    allowed.filter((address) => !mayCall(address)),
    [],
  )
})

test('T68: the operator allows exactly the configured networks, in any spelling', () => {
  const mayCall = addressRules(['10.1.0.0/16', '127.0.0.1', 'fd00:1::/32'])
  for (const address of [
    '10.1.0.1',
    '::ffff:10.1.2.3',
    '::ffff:a01:203',
    '127.0.0.1',
    'fd00:1:2::1',
    '8.8.8.8',
  ])
    assert.ok(mayCall(address), address)
  for (const address of [
    '10.2.0.1',
    '::ffff:10.2.0.1',
    '127.0.0.2',
    '::1',
    'fd00:2::1',
    '::10.1.0.1',
    '2002:a01:1::',
  ])
    assert.ok(!mayCall(address), address)
})

test('a malformed network is an invalid setting', () => {
  for (const network of ['10.0.0.0/33', '10.0.0/8', 'example.com', '::1/129', ''])
    assert.throws(() => addressRules([network]), network)
})
