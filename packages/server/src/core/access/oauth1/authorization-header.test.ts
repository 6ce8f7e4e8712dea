import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readAuthorizationHeader } from './authorization-header.ts'

const fields = {
  oauth_consumer_key: 'key',
  oauth_signature_method: 'HMAC-SHA1',
  oauth_signature: 'sig%3D',
  oauth_timestamp: '137131200',
  oauth_nonce: 'nonce',
}
const header = (more: Readonly<Record<string, string | undefined>> = {}) =>
  `OAuth ${Object.entries({ ...fields, ...more })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]))
    .join(', ')}`

describe('the Authorization header of OAuth 1.0', () => {
  test('is parsed with decoded names, any case of the scheme and any whitespace', () => {
    const read = readAuthorizationHeader(
      header({ oauth_token: 'a%20b', oauth_version: '1.0', other: '%C3%A4' }).replace('OAuth', '  oaUTH  '),
    )
    assert.equal(read?.token, 'a b')
    assert.equal(read?.signature, 'sig=')
    assert.equal(read?.timestamp, 137_131_200)
    assert.deepEqual(read?.signed.at(-1), ['other', 'ä'])
    assert.equal(
      read?.signed.some(([name]) => name === 'oauth_signature'),
      false,
    )
    const realm = readAuthorizationHeader(header({ realm: 'any thing, at = all' }))
    assert.equal(
      realm?.signed.some(([name]) => name === 'realm'),
      false,
    )
  })

  test('T77: is undefined when a parameter is missing, duplicated or malformed', () => {
    const wrong = [
      '',
      'OAuth',
      'OAuth ',
      'OAuth ,',
      'Basic dXNlcjpwYXNz',
      'Bearer OAuth',
      header().replace('OAuth ', ''),
      `${header()},`,
      `${header()} trailing`,
      `${header()}, oauth_nonce="again"`,
      header({ oauth_timestamp: 'now' }),
      header({ oauth_timestamp: '-1' }),
      header({ oauth_timestamp: '1.5' }),
      header({ oauth_timestamp: '9'.repeat(13) }),
      header({ oauth_nonce: '' }),
      header({ oauth_nonce: 'n'.repeat(256) }),
      header({ oauth_nonce: '%00' }),
      header({ oauth_nonce: 'a%20b' }),
      header({ oauth_version: '2.0' }),
      header({ oauth_token: '%zz' }),
      header({ oauth_token: '%ff' }),
      header({ oauth_token: 'a b' }),
      header({ 'a b': 'c' }),
      header().replaceAll('"', ''),
      header().replaceAll('"', "'"),
      'OAuth oauth_consumer_key="unended',
      `OAuth ${'a="b",'.repeat(2000)}`,
      header({ long: 'x'.repeat(8192) }),
      ...Object.keys(fields).map((name) => header({ [name]: undefined })),
      ...Object.keys(fields).map((name) => header({ [name]: '' })),
    ]
    for (const text of wrong) assert.equal(readAuthorizationHeader(text), undefined, text.slice(0, 80))
  })

  test('T75: a hostile header of a megabyte is rejected quickly', { timeout: 60_000 }, () => {
    for (const part of ['a=', ' ', '",', 'a="b" ', '%', '="', '\\"'])
      assert.equal(readAuthorizationHeader(`OAuth ${part.repeat(1_000_000 / part.length)}`), undefined)
  })
})
