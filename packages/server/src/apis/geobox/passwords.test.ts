import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BadRequest } from '../../http/api.ts'
import { decodePassword } from './passwords.ts'

const encode = (password: string) =>
  Buffer.from(
    Array.from(password, (email) => String.fromCodePoint((email.codePointAt(0) ?? 0) ^ 42)).join(''),
  ).toString('base64')

test('decodes passwords as the client encodes them', () => {
  // geobox.md section 8
  for (const [password, encoded] of [
    ['P@ssw0rd', 'empZWV0aWE4='],
    ['password', 'WktZWV1FWE4='],
    ['pässwörd✓', 'WsOOWVldw5xYTuKcuQ=='],
    ['😀a', '8J+Yqks='],
    ['', ''],
  ] as const)
    assert.equal(decodePassword('password', encoded), password)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (password) => {
      assert.equal(decodePassword('password', encode(password)), password)
    }),
  )
})

test('rejects malformed passwords and names the field', () => {
  for (const encoded of [
    'plain text',
    'WktZWV1FWE4',
    'WktZWV1FWE4=\n',
    '=',
    'ab=c',
    '_-_-',
    '/////w==',
    '7aCA',
  ])
    assert.throws(
      () => decodePassword('new_password', encoded),
      (thrown) => thrown instanceof BadRequest && thrown.field === 'new_password',
      encoded,
    )
})
