import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digests } from '../../../crypto/digests.ts'
import { decodeBase32, passcodeOf, stepAt } from './totp.ts'

const secret = new TextEncoder().encode('12345678901234567890')

test('one-time passwords match RFC 4226 appendix D and RFC 6238 appendix B', () => {
  const published = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ]
  for (const [step, code] of published.entries()) assert.equal(passcodeOf(secret, step, digests), code)
  const dated: readonly (readonly [number, string])[] = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ]
  for (const [second, code] of dated)
    assert.equal(passcodeOf(secret, stepAt(second * 1000), digests), code.slice(-6))
})

test('a secret is read from base32 with any padding and case, and from nothing else', () => {
  const words: readonly (readonly [string, string])[] = [
    ['MY======', 'f'],
    ['MZXQ====', 'fo'],
    ['MZXW6===', 'foo'],
    ['MZXW6YQ=', 'foob'],
    ['MZXW6YTB', 'fooba'],
    ['MZXW6YTBOI======', 'foobar'],
    ['mzxw6ytboi', 'foobar'],
    [' MZXW6YTBOI\n', 'foobar'],
    ['mzxw 6ytb-oi', 'foobar'],
  ]
  for (const [text, plain] of words) assert.equal(Buffer.from(decodeBase32(text) ?? []).toString(), plain)
  for (const text of ['', '=', 'M', 'MZX', 'MZXW6Y', 'MZXW6YT1', 'MZ=XQ', '{"a":1}', 'ÄÖ'])
    assert.equal(decodeBase32(text), undefined, text)
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  let text = ''
  for (let bit = 0; bit < bytes.length * 8; bit += 5) {
    let value = 0
    for (let i = bit; i < bit + 5; i++) value = value * 2 + (((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1)
    text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[value]
  }
  assert.deepEqual(decodeBase32(text), bytes)
})
