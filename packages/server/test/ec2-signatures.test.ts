import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { signEc2 } from '../src/core/access/ec2/sign-ec2.ts'
import { signS3 } from '../src/core/access/ec2/sign-s3.ts'
import type { Ec2Request } from '../src/core/access/ec2/signed-request.ts'
import { goodUntil, readTime } from '../src/core/access/ec2/signed-time.ts'
import { digests } from '../src/crypto/digests.ts'
import { ec2Vectors, s3Vectors, secret, signedAt } from './ec2-vectors.ts'

const signatures = (request: Ec2Request, key = secret) =>
  signEc2(request, key, digests).map(({ signature }) => signature)

suite('signatures of EC2 requests', () => {
  for (const [name, { request, signature }] of Object.entries(ec2Vectors))
    test(`${name} matches its own signer, and no other request or key`, () => {
      assert.ok(signatures(request).includes(signature))
      assert.ok(!signatures(request, `${secret}0`).includes(signature))
      const params = { ...request.params, Action: 'TerminateInstances' }
      const others: Ec2Request[] = [{ ...request, params }]
      const { SignatureVersion: version = '4' } = request.params
      if (version === '2' || version === '4')
        others.push({ ...request, path: '/elsewhere' }, { ...request, verb: 'DELETE' })
      if (version === '4') others.push({ ...request, bodyHash: '0'.repeat(64) })
      // The parameters of a POST are in its body, which version 4 represents by a hash.
      const changed = version === '4' && request.verb === 'POST' ? others.slice(1) : others
      for (const other of changed) assert.ok(!signatures(other).includes(signature), JSON.stringify(other))
    })

  test('a client that omits the port from the signed host is accepted', () => {
    const { request, signature } = ec2Vectors['v2 (keystoneclient)'] as {
      request: Ec2Request
      signature: string
    }
    assert.ok(signatures({ ...request, host: 'ec2.example:8773' }).includes(signature))
    const post = ec2Vectors['v4 of a POST'] as { request: Ec2Request; signature: string }
    const headers = { ...post.request.headers, Host: 'ec2.example:8773' }
    assert.ok(signatures({ ...post.request, headers }).includes(post.signature))
    assert.ok(!signatures({ ...request, host: 'other.example:8773' }).includes(signature))
  })

  test('names of headers are case-insensitive', () => {
    const { request, signature } = ec2Vectors['v4 in the header'] as {
      request: Ec2Request
      signature: string
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    assert.ok(signatures({ ...request, headers }).includes(signature))
  })

  test('requests that no version signs have no signature', () => {
    const bare: Ec2Request = { host: '', verb: '', path: '', params: {}, headers: {}, bodyHash: '' }
    const authorization = (text: string) => ({ Authorization: text, 'X-Amz-Date': '20260102T030405Z' })
    const odd: Partial<Ec2Request>[] = [
      {},
      { params: { SignatureVersion: '3' } },
      { params: { SignatureVersion: '__proto__' } },
      { params: { SignatureVersion: '0', Action: 'x' } },
      { params: { SignatureVersion: '2', broken: '\ud800' } },
      { params: { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' } },
      { headers: authorization('AWS4-HMAC-SHA256') },
      { headers: authorization('AWS4-HMAC-SHA256 Credential=, SignedHeaders=host') },
      { headers: authorization('AWS4-HMAC-SHA256 Credential=a/20260102/region, SignedHeaders=host') },
      {
        headers: {
          Authorization: 'AWS4-HMAC-SHA256 Credential=a/20260102/r/s/aws4_request, SignedHeaders=h',
        },
      },
    ]
    for (const part of odd) assert.deepEqual(signatures({ ...bare, ...part }), [], JSON.stringify(part))
  })

  test('version 4 requires the date of the request to equal that of its scope', () => {
    const { request } = ec2Vectors['v4 in the header'] as { request: Ec2Request }
    const headers = { ...request.headers, 'X-Amz-Date': '20260103T030405Z' }
    assert.deepEqual(signatures({ ...request, headers }), [])
  })
})

suite('signatures of S3 requests', () => {
  for (const [name, { token, signature }] of Object.entries(s3Vectors))
    test(`${name} matches its own signer, and no other text or key`, () => {
      assert.equal(signS3(token, secret, digests)?.signature, signature)
      assert.equal(signS3(token.replace(/=+$/, ''), secret, digests)?.signature, signature, 'without padding')
      assert.notEqual(signS3(token, `${secret}0`, digests)?.signature, signature)
      const other = Buffer.concat([Buffer.from(token, 'base64'), Buffer.from('x')]).toString('base64')
      assert.notEqual(signS3(other, secret, digests)?.signature, signature)
    })

  test('only object store services, and only well-formed scopes', () => {
    const [first, time, , hash] = Buffer.from(s3Vectors['s3 v4'].token, 'base64').toString().split('\n')
    const signed = (scope: string, more: readonly string[] = []) =>
      signS3(Buffer.from([first, time, scope, hash, ...more].join('\n')).toString('base64'), secret, digests)
    for (const service of ['s3', 'iam', 'sts'])
      assert.ok(signed(`20260102/RegionOne/${service}/aws4_request`), service)
    for (const scope of [
      '20260102/RegionOne/ec2/aws4_request',
      '20260102/RegionOne/s3/aws4_badrequest',
      '20260102/RegionOne/s3',
      '20260102/RegionOne/s3/aws4_request/more',
      '20260103/RegionOne/s3/aws4_request',
      '/RegionOne/s3/aws4_request',
      '',
    ])
      assert.equal(signed(scope), undefined, scope)
    assert.equal(signed('20260102/RegionOne/s3/aws4_request', ['more']), undefined)
    assert.equal(signS3('not base64!', secret, digests), undefined)
    assert.equal(signS3(Buffer.from('AWS4-OTHER\nx\ny\nz').toString('base64'), secret, digests), undefined)
  })
})

suite('the time of a signature', () => {
  const minutes = 60_000
  const good = (time: string | undefined, now = signedAt, ends?: string) =>
    goodUntil({ signature: '', time, ends }, now, 15 * minutes)

  test('every date format of signers is the same moment', () => {
    for (const text of [
      '20260102T030405Z',
      '2026-01-02T03:04:05Z',
      '2026-01-02T03:04:05.000Z',
      '2026-01-02T03:04:05',
      '2026-01-02T05:04:05+02:00',
      'Fri, 02 Jan 2026 03:04:05 GMT',
      'Fri, 2 Jan 2026 03:04:05 +0000',
    ])
      assert.equal(readTime(text), signedAt, text)
    for (const text of [
      '',
      'now',
      '2026',
      '1767323045',
      '2026-13-40T99:00:00Z',
      '20261340T990000Z',
      'x'.repeat(1e6),
    ])
      assert.equal(readTime(text), undefined, text.slice(0, 40))
  })

  test('T04: is valid fifteen minutes before and after, to the millisecond', () => {
    const stamp = '20260102T030405Z'
    assert.equal(good(stamp), signedAt + 15 * minutes)
    assert.equal(good(stamp, signedAt + 15 * minutes), signedAt + 15 * minutes)
    assert.equal(good(stamp, signedAt + 15 * minutes + 1), undefined)
    assert.equal(good(stamp, signedAt - 15 * minutes), signedAt + 15 * minutes)
    assert.equal(good(stamp, signedAt - 15 * minutes - 1), undefined)
    assert.equal(good('nonsense'), undefined)
  })

  test('a signature with an expiry is valid until then; one without a time has no limit', () => {
    assert.equal(good(undefined, signedAt, String(signedAt / 1000 + 60)), signedAt + minutes)
    assert.equal(good(undefined, signedAt, String(signedAt / 1000 - 1)), undefined)
    assert.equal(good(undefined, signedAt, 'nonsense'), undefined)
    assert.equal(good('20260102T030405Z', signedAt, '2026-01-02T03:05:05Z'), signedAt + minutes)
    assert.equal(good(undefined), null)
  })
})
