import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { SealBroken, sealer } from './seal.ts'

const masterKey = randomBytes(32)
const { seal, open } = sealer(masterKey)

const broken = (words: RegExp) => (thrown: unknown) =>
  thrown instanceof SealBroken && words.test(thrown.message)

test('a sealed text opens again, also after a restart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (purpose, plain) => {
      assert.deepEqual(new Uint8Array(sealer(masterKey).open(purpose, seal(purpose, plain))), plain)
    }),
  )
})

test('a secret is sealed differently each time and does not appear in the result', () => {
  const plain = Buffer.from('a rather secret seed')
  const sealed = seal('totp-seed', plain)
  assert.notEqual(sealed, seal('totp-seed', plain))
  assert.ok(!Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes(plain))
})

test('an error for another master key names the cause', () => {
  const sealed = sealer(randomBytes(32)).seal('totp-seed', Buffer.from('x'))
  assert.throws(() => open('totp-seed', sealed), broken(/another master key/))
})

test('a text sealed for one purpose opens for no other', () => {
  assert.throws(() => open('fernet-key', seal('totp-seed', Buffer.from('x'))), broken(/another purpose/))
})

test('any altered letter invalidates the seal', () => {
  const sealed = seal('totp-seed', Buffer.from('some secret'))
  for (let place = 0; place < sealed.length; place++)
    for (const email of ['A', '9', '=', '.', '\0']) {
      const altered = sealed.slice(0, place) + email + sealed.slice(place + 1)
      if (altered !== sealed) assert.throws(() => open('totp-seed', altered), SealBroken, `letter ${place}`)
    }
  for (const cut of ['', 'sealed1.', sealed.slice(0, 20), sealed.slice(0, -1), `${sealed}AA`])
    assert.throws(() => open('totp-seed', cut), SealBroken)
})

test('more purposes than are cached still work', () => {
  const sealed = Array.from({ length: 200 }, (_, n) => seal(`purpose ${n}`, Buffer.from([n])))
  for (const [n, text] of sealed.entries()) assert.deepEqual([...open(`purpose ${n}`, text)], [n])
})

test('a short master key is rejected', () => {
  assert.throws(() => sealer(randomBytes(31)), RangeError)
})
