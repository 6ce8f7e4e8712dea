import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { digests } from '../../../crypto/digests.ts'
import { readAuthorizationHeader } from './authorization-header.ts'
import { isSignatureMethod, type SigningSecrets, signatureBaseString, signatureOf } from './signature.ts'

const check = (method: string, address: string, authorization: string, secrets: SigningSecrets) => {
  const header = readAuthorizationHeader(authorization)
  assert.ok(header && isSignatureMethod(header.signatureMethod))
  const base = signatureBaseString(method, address, header.signed)
  assert.ok(base !== undefined)
  assert.equal(signatureOf(base, header.signatureMethod, secrets, digests), header.signature)
}

/** The three requests of RFC 5849 section 1.2, secrets and all. */
describe('signatures of OAuth 1.0 as in RFC 5849', () => {
  const consumer = 'kd94hf93k423kf44'

  test('for temporary credentials', () => {
    check(
      'POST',
      'https://photos.example.net/initiate',
      `OAuth realm="Photos",
        oauth_consumer_key="dpf43f3p2l4k3l03",
        oauth_signature_method="HMAC-SHA1",
        oauth_timestamp="137131200",
        oauth_nonce="wIjqoS",
        oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready",
        oauth_signature="74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D"`.replaceAll(/\s+/g, ' '),
      { consumer, token: '' },
    )
  })

  test('for a token, with a verifier', () => {
    check(
      'POST',
      'https://photos.example.net/token',
      `OAuth realm="Photos",
        oauth_consumer_key="dpf43f3p2l4k3l03",
        oauth_token="hh5s93j4hdidpola",
        oauth_signature_method="HMAC-SHA1",
        oauth_timestamp="137131201",
        oauth_nonce="walatlh",
        oauth_verifier="hfdp7dh39dks9884",
        oauth_signature="gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D"`.replaceAll(/\s+/g, ' '),
      { consumer, token: 'hdhd0244k9j7ao03' },
    )
  })

  test('for a resource, with a query', () => {
    check(
      'GET',
      'http://photos.example.net/photos?file=vacation.jpg&size=original',
      `OAuth realm="Photos",
        oauth_consumer_key="dpf43f3p2l4k3l03",
        oauth_token="nnch734d00sl2jdk",
        oauth_signature_method="HMAC-SHA1",
        oauth_timestamp="137131202",
        oauth_nonce="chapoH",
        oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"`.replaceAll(/\s+/g, ' '),
      { consumer, token: 'pfkkdhi9sl3r4s00' },
    )
  })
})

describe('the signature base string', () => {
  test('sorts by encoded name, then value, and encodes all but the unreserved (RFC 5849 section 3.4.1.3)', () => {
    const base = signatureBaseString(
      'post',
      'HTTP://EXAMPLE.com:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
      [
        ['oauth_consumer_key', '9djdj82h48djs9d2'],
        ['oauth_token', 'kkk9d7dh3k39sjv7'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '137131201'],
        ['oauth_nonce', '7d8f3e4a'],
        ['c2', ''],
        ['a3', '2 q'],
      ],
    )
    assert.equal(
      base,
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26' +
        'oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26' +
        'oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    )
  })

  test('keeps a non-default port, and characters that browsers do not encode', () => {
    assert.equal(
      signatureBaseString('GET', 'https://h:8443', [['x', "!'()*~"]]),
      'GET&https%3A%2F%2Fh%3A8443%2F&x%3D%2521%2527%2528%2529%252A~',
    )
    assert.equal(signatureBaseString('GET', 'https://h:443/', []), 'GET&https%3A%2F%2Fh%2F&')
  })

  test('is undefined for an invalid URL', () => {
    for (const address of ['', 'h', 'ftp://h/', 'http://h/?a=%zz', 'http://u@h/', 'http://h/#f'])
      assert.equal(signatureBaseString('GET', address, []), undefined, address)
  })
})
