import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSecret, makeSecret, sameSecret, secretHash } from './secret.ts'

const secret = makeSecret('mst_s_')

test('a secret has a prefix for its kind and 256 random bits', () => {
  assert.match(secret, /^mst_s_[A-Za-z0-9_-]{49}$/)
  assert.notEqual(makeSecret('mst_s_'), secret)
  assert.ok(isSecret('mst_s_', secret))
})

test('malformed secrets are detected without a lookup', () => {
  const typo = secret.slice(0, 20) + (secret[20] === 'A' ? 'B' : 'A') + secret.slice(21)
  for (const other of [typo, secret.slice(0, -1), `${secret}A`, '', 'mst_s_', `mst_k_${secret.slice(6)}`])
    assert.equal(isSecret('mst_s_', other), false)
  assert.equal(isSecret('mst_k_', secret), false)
})

test('the stored form is SHA-256 in hex', () => {
  assert.equal(secretHash('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('secrets of any length are compared', () => {
  assert.ok(sameSecret(secret, secret.slice()))
  assert.equal(sameSecret(secret, secret.slice(1)), false)
  assert.equal(sameSecret(secret, ''), false)
})
