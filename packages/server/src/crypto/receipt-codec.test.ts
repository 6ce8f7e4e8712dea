import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeFernetKey, parseFernetKey } from './fernet.ts'
import { makeReceiptCodec } from './receipt-codec.ts'
import { makeTokenCodec } from './token-codec.ts'

const methods = ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential', 'totp']
const ring = [parseFernetKey(makeFernetKey())]
const receipts = makeReceiptCodec({ keys: () => ring, methods })
const receipt = {
  userId: '0123456789abcdef0123456789abcdef',
  methods: ['totp', 'password'],
  issuedAt: 1_790_000_000,
  expiresAt: 1_790_000_300,
}

test('a receipt round-trips under any key of the ring, and under no other', () => {
  const text = receipts.seal(receipt)
  assert.deepEqual(receipts.open(text), receipt)
  const [staged] = [parseFernetKey(makeFernetKey())]
  const later = makeReceiptCodec({ keys: () => [staged, ...ring], methods })
  assert.deepEqual(later.open(text), receipt)
  assert.equal(makeReceiptCodec({ keys: () => [staged], methods }).open(text), undefined)
  assert.deepEqual(receipts.open(receipts.seal({ ...receipt, userId: 'not-a-uuid' }))?.userId, 'not-a-uuid')
})

test('a token is not a receipt and a receipt not a token, even with equal rings', () => {
  const tokens = makeTokenCodec({ format: 'fernet', fernetKeys: () => ring, jwsKeys: () => [], methods })
  const token = tokens.seal({ ...receipt, scope: { kind: 'unscoped' }, auditIds: ['AAAAAAAAAAAAAAAAAAAAAA'] })
  assert.equal(receipts.open(token), undefined)
  assert.equal(tokens.open(receipts.seal(receipt)), undefined)
})

test('an empty ring seals nothing', () => {
  assert.throws(() => makeReceiptCodec({ keys: () => [], methods }).seal(receipt), /empty/)
})
