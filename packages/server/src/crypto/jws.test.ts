import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { test } from 'node:test'
import { makeJwsKey, openJws, parseJwsKey, signJws } from './jws.ts'
import { claimsOf, tokenOfClaims } from './jws-claims.ts'
import type { EncodedToken } from './token-format.ts'

const user = '0123456789abcdef0123456789abcdef'
const project = 'fedcba9876543210fedcba9876543210'
const common = {
  userId: user,
  methods: ['password'],
  expiresAt: 1_784_289_600,
  auditIds: ['AAECAwQFBgcICQoLDA0ODw'],
}
const issuedAt = 1_784_286_000
const federated = { groupIds: ['aa'.repeat(16)], identityProviderId: 'my-idp', protocolId: 'openid' }

// Created by PyJWT, with the claims of Keystone's provider.
const publicKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5V6iIfd4JdF6HrJVLkQgl7YUVWLa
joOZQ7pk/9jbDfbpP2ulufdkrqNLaqeuvG9wWeHFBSpltLrkwyXIB+3rcg==
-----END PUBLIC KEY-----
`
const keystoneToken =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiIsImlhdCI6MTc4NDI4NjAwMCwiZXhwIjoxNzg0Mjg5NjAwLCJvcGVuc3RhY2tfbWV0aG9kcyI6WyJwYXNzd29yZCJdLCJvcGVuc3RhY2tfYXVkaXRfaWRzIjpbIkFBRUNBd1FGQmdjSUNRb0xEQTBPRHciXSwib3BlbnN0YWNrX3Byb2plY3RfaWQiOiJmZWRjYmE5ODc2NTQzMjEwZmVkY2JhOTg3NjU0MzIxMCJ9.HTRRtqrgKYMcsTpeh75kE8UpsuJf4SwMxWv0T93p_MVwOgxn7gq7d_PH0zqxVJd6-UQSmTQKtFVtDTrytYfENg'

test('a token of Keystone is opened with its public key', () => {
  const claims = openJws([parseJwsKey(makeJwsKey()), parseJwsKey(publicKey)], keystoneToken)
  assert.deepEqual(claims && tokenOfClaims(claims), {
    payload: { kind: 'project', ...common, projectId: project },
    issuedAt,
  })
})

const kinds: readonly EncodedToken[] = [
  { kind: 'unscoped', ...common },
  { kind: 'system', ...common },
  { kind: 'domain', ...common, domainId: 'default' },
  { kind: 'project', ...common, projectId: project },
  { kind: 'trust', ...common, projectId: project, trustId: 'ab'.repeat(16) },
  { kind: 'federated_unscoped', ...common, ...federated },
  { kind: 'federated_project', ...common, ...federated, projectId: project },
  { kind: 'federated_domain', ...common, ...federated, domainId: 'default' },
  { kind: 'oauth1', ...common, projectId: project, accessTokenId: 'cd'.repeat(16) },
  { kind: 'application_credential', ...common, applicationCredentialId: 'ef'.repeat(16) },
  { kind: 'oauth2_mtls', ...common, methods: [], projectId: project, thumbprint: 'dGh1bWJwcmludA' },
]

for (const payload of kinds)
  test(`a token of the kind ${payload.kind} round-trips`, () => {
    const key = parseJwsKey(makeJwsKey())
    const claims = openJws([key], signJws(key, claimsOf(payload, issuedAt)))
    assert.deepEqual(claims && tokenOfClaims(claims), { payload, issuedAt })
  })

const key = parseJwsKey(makeJwsKey())
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = claimsOf({ kind: 'unscoped', ...common }, issuedAt)
const signed = (
  header: object,
  body: string = encode(claims),
  signing: KeyObject | undefined = key.signing,
) => {
  assert.ok(signing)
  const text = `${encode(header)}.${body}`
  const signature = sign('sha256', Buffer.from(text), { key: signing, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
const es256 = { alg: 'ES256', typ: 'JWT' }
const symmetric = () => {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  const secret = key.verifying.export({ type: 'spki', format: 'pem' })
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
const [head = '', body = '', signature = ''] = signed(es256).split('.')

const forged: Readonly<Record<string, string>> = {
  'without a signature': `${head}.${body}.`,
  'with the algorithm none': `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
  'signed with the public key as a shared secret': symmetric(),
  'with another algorithm in its header': signed({ ...es256, alg: 'ES384' }),
  'with a key in its header': signed({ ...es256, jwk: {} }),
  'with critical extensions': signed({ ...es256, crit: ['exp'] }),
  'with other claims': `${head}.${encode({ ...claims, sub: 'admin' })}.${signature}`,
  'signed with another key': signed(es256, body, parseJwsKey(makeJwsKey()).signing),
  'with a padded signature': `${head}.${body}.${signature}=`,
  'with a fourth part': `${head}.${body}.${signature}.${body}`,
  'with claims that are no object': signed(es256, encode([claims])),
  'with claims that are not JSON': signed(es256, 'AAAA'),
  'that is longer than the limit': signed(es256, encode({ ...claims, more: 'x'.repeat(30_000) })),
}

test('the base of the forged tokens is valid', () => {
  assert.deepEqual(openJws([key], signed(es256)), claims)
})

for (const [what, token] of Object.entries(forged))
  test(`a token ${what} is not opened`, () => {
    assert.equal(openJws([key], token), undefined)
  })

const changed: Readonly<Record<string, object>> = {
  'an unknown claim, which could restrict it': { openstack_access_rules: [] },
  'two scopes': { openstack_project_id: project, openstack_domain_id: 'default' },
  'a system other than all': { openstack_system: 'some' },
  'a fraction as its expiry': { exp: 1_784_289_600.5 },
  'no time of issue': { iat: undefined },
  'an audit id of another form': { openstack_audit_ids: ['short'] },
  'a number as its user': { sub: 7 },
}

for (const [what, more] of Object.entries(changed))
  test(`claims with ${what} are not a token`, () => {
    assert.ok(tokenOfClaims(claims))
    assert.equal(tokenOfClaims({ ...claims, ...more }), undefined)
  })

test('only PEM keys on the curve P-256 are keys, and the error does not quote them', () => {
  const { privateKey: other } = generateKeyPairSync('ec', {
    namedCurve: 'secp384r1',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  for (const text of ['', 'secret text', other])
    assert.throws(() => parseJwsKey(text), { name: 'RangeError', message: /P-256/ })
})
