import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeAuditId } from './audit-id.ts'
import { makeFernetKey, openFernet, parseFernetKey, sealFernet } from './fernet.ts'
import { makeId } from './ids.ts'
import { encodeMsgpack, type MsgpackInput } from './msgpack.ts'
import {
  decodeReceiptPayload,
  decodeTokenPayload,
  type EncodedToken,
  encodeReceiptPayload,
  encodeTokenPayload,
} from './token-format.ts'

const order = ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential', 'totp']

const user = '0123456789abcdef0123456789abcdef'
const scope = 'fedcba9876543210fedcba9876543210'
const ldapUser = '6d1f'.repeat(16)
const ownAudit = 'AAECAwQFBgcICQoLDA0ODw'
const rootAudit = '8PHy8_T19vf4-fr7_P3-_w'
const common = { userId: user, methods: ['password'], expiresAt: 1_784_289_600, auditIds: [ownAudit] }

const u = '92c3c4100123456789abcdef0123456789abcdef'
const p = '92c3c410fedcba9876543210fedcba9876543210'
const end = 'cb41da96865000000091c410000102030405060708090a0b0c0d0e0f'
const ldap = `92c2d940${Buffer.from(ldapUser).toString('hex')}`
const bytes16 = (pair: string): string => `c410${pair.repeat(16)}`

// Created by the formatter classes of Keystone.
const keystone: Record<string, [EncodedToken, string]> = {
  unscoped: [{ ...common, kind: 'unscoped' }, `9500${u}02${end}`],
  'the default domain': [
    { ...common, kind: 'domain', domainId: 'default' },
    `9601${u}02a764656661756c74${end}`,
  ],
  'a domain, rescoped': [
    {
      ...common,
      kind: 'domain',
      domainId: scope,
      methods: ['token', 'password'],
      auditIds: [ownAudit, rootAudit],
    },
    `9601${u}06c410${scope}cb41da96865000000092c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff`,
  ],
  'a project, with two factors': [
    { ...common, kind: 'project', projectId: scope, methods: ['totp', 'password'] },
    `9602${u}42${p}${end}`,
  ],
  'a project and a user whose ids are no UUIDs': [
    { ...common, kind: 'project', projectId: 'plain-project', userId: ldapUser },
    `9602${ldap}0292c2ad706c61696e2d70726f6a656374${end}`,
  ],
  'a trust': [
    { ...common, kind: 'trust', projectId: scope, trustId: 'aa'.repeat(16) },
    `9703${u}02${p}${end}${bytes16('aa')}`,
  ],
  'a trust without a project': [
    { ...common, kind: 'trust', trustId: 'aa'.repeat(16) },
    `9703${u}0292c2c0${end}${bytes16('aa')}`,
  ],
  'federated, unscoped': [
    {
      ...common,
      kind: 'federated_unscoped',
      methods: ['mapped'],
      groupIds: ['bb'.repeat(16), 'staff'],
      identityProviderId: 'my-idp',
      protocolId: 'openid',
    },
    `9804${u}109292c3${bytes16('bb')}92c2a5737461666692c2a66d792d696470a66f70656e6964${end}`,
  ],
  'federated, a project': [
    {
      ...common,
      kind: 'federated_project',
      userId: ldapUser,
      methods: ['mapped', 'token'],
      projectId: scope,
      groupIds: [],
      identityProviderId: 'cc'.repeat(16),
      protocolId: 'mapped',
    },
    `9905${ldap}14${p}9092c3${bytes16('cc')}a66d6170706564${end}`,
  ],
  'federated, a domain': [
    {
      ...common,
      kind: 'federated_domain',
      methods: ['mapped'],
      domainId: 'default',
      groupIds: ['bb'.repeat(16)],
      identityProviderId: 'idp-é',
      protocolId: 'saml2',
    },
    `9906${u}1092c2a764656661756c749192c3${bytes16('bb')}92c2a66964702dc3a9a573616d6c32${end}`,
  ],
  OAuth1: [
    { ...common, kind: 'oauth1', methods: ['oauth1'], projectId: scope, accessTokenId: 'dd'.repeat(16) },
    `9707${u}08${p}92c3${bytes16('dd')}${end}`,
  ],
  'the system, expiring at a fraction of a second': [
    { ...common, kind: 'system', expiresAt: 1_784_289_600.25 },
    `9608${u}02a3616c6ccb41da96865010000091c410000102030405060708090a0b0c0d0e0f`,
  ],
  'an application credential': [
    {
      ...common,
      kind: 'application_credential',
      methods: ['application_credential'],
      projectId: scope,
      applicationCredentialId: 'ee'.repeat(16),
    },
    `9709${u}20${p}${end}92c3${bytes16('ee')}`,
  ],
  'OAuth2 with mutual TLS, and no method that has a bit': [
    { ...common, kind: 'oauth2_mtls', methods: [], projectId: scope, thumbprint: 'dGh1bWJwcmludA' },
    `980a${u}00${p}92c2c0${end}92c2ae6447683162574a77636d6c756441`,
  ],
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

for (const [what, [payload, wire]] of Object.entries(keystone))
  test(`encodes and decodes the bytes of Keystone for ${what}`, () => {
    assert.equal(hex(encodeTokenPayload(payload, order)), wire)
    assert.deepEqual(decodeTokenPayload(Buffer.from(wire, 'hex'), order), payload)
  })

test('encodes and decodes the bytes of Keystone for receipts', () => {
  const { userId, expiresAt } = common
  const one = { userId, expiresAt, methods: ['password'] }
  assert.equal(hex(encodeReceiptPayload(one, order)), `93${u}02cb41da968650000000`)
  assert.deepEqual(decodeReceiptPayload(Buffer.from(`93${u}02cb41da968650000000`, 'hex'), order), one)
  const two = { userId: ldapUser, expiresAt, methods: ['totp', 'password'] }
  assert.deepEqual(decodeReceiptPayload(Buffer.from(`93${ldap}42cb41da968650000000`, 'hex'), order), two)
  assert.equal(hex(encodeReceiptPayload(two, order)), `93${ldap}42cb41da968650000000`)
})

test('reads tokens of old msgpack, which encoded bytes as text', () => {
  const project = `960292c3b0${user}0292c2a5706c61696ecb41da96865000000091b0000102030405060708090a0b0c0d0e0f`
  assert.deepEqual(decodeTokenPayload(Buffer.from(project, 'hex'), order), {
    ...common,
    kind: 'project',
    projectId: 'plain',
  })
  const domain = `960192c3b0${user}02b0${scope}cb41da96865000000091b0000102030405060708090a0b0c0d0e0f`
  assert.deepEqual(decodeTokenPayload(Buffer.from(domain, 'hex'), order), {
    ...common,
    kind: 'domain',
    domainId: scope,
  })
})

const uuid = fc.constant(null).map(makeId)
const id = fc.oneof(uuid, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }))
const methods = fc.subarray([...order].reverse())
const auditIds = fc.integer({ min: 1, max: 2 }).map((length) => Array.from({ length }, makeAuditId))
const shared = { userId: id, methods, expiresAt: fc.integer({ min: 0, max: 2 ** 37 }), auditIds }
const federated = { groupIds: fc.array(id), identityProviderId: id, protocolId: id }
const kind = <K extends EncodedToken['kind']>(name: K) => fc.constant(name)
// Plain objects, so that they can equal the decoded ones.
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true })
const anyPayload: fc.Arbitrary<EncodedToken> = fc.oneof(
  plainRecord({ kind: kind('unscoped'), ...shared }),
  plainRecord({ kind: kind('domain'), ...shared, domainId: id }),
  plainRecord({ kind: kind('project'), ...shared, projectId: id }),
  plainRecord({ kind: kind('trust'), ...shared, projectId: id, trustId: uuid }),
  plainRecord({ kind: kind('federated_unscoped'), ...shared, ...federated }),
  plainRecord({ kind: kind('federated_project'), ...shared, ...federated, projectId: id }),
  plainRecord({ kind: kind('federated_domain'), ...shared, ...federated, domainId: id }),
  plainRecord({ kind: kind('oauth1'), ...shared, projectId: id, accessTokenId: id }),
  plainRecord({ kind: kind('system'), ...shared }),
  plainRecord({ kind: kind('application_credential'), ...shared, applicationCredentialId: id }),
  plainRecord({ kind: kind('oauth2_mtls'), ...shared, domainId: id, thumbprint: id }),
)

test('every payload of every kind round-trips through a token', () => {
  const key = parseFernetKey(makeFernetKey())
  fc.assert(
    fc.property(anyPayload, (payload) => {
      const opened = openFernet([key], sealFernet(key, encodeTokenPayload(payload, order), 1))
      assert.deepEqual(opened && decodeTokenPayload(opened.plain, order), payload)
    }),
    { numRuns: 500 },
  )
})

test('ids that only resemble UUIDs are unchanged', () => {
  for (const userId of [
    user.toUpperCase(),
    '01234567-89ab-cdef-0123-456789abcdef',
    ` ${user}`,
    user.slice(1),
  ]) {
    const payload: EncodedToken = { ...common, kind: 'unscoped', userId }
    assert.deepEqual(decodeTokenPayload(encodeTokenPayload(payload, order), order), payload)
  }
})

test('any bytes are a known payload or undefined, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      decodeTokenPayload(bytes, order)
      decodeReceiptPayload(bytes, order)
    }),
    { numRuns: 2000 },
  )
})

test('a field of the wrong type rejects the whole payload', () => {
  const who: MsgpackInput = [true, Buffer.from(user, 'hex')]
  const until: MsgpackInput = { float64: common.expiresAt }
  const audit: MsgpackInput = [Buffer.alloc(16)]
  const wrong: Record<string, MsgpackInput> = {
    'not a list': 5,
    empty: [],
    'unknown version': [11, who, 2, until, audit],
    'version as text': ['0', who, 2, until, audit],
    'missing field': [0, who, 2, until],
    'one field more': [0, who, 2, until, audit, null],
    'user as bare text': [0, user, 2, until, audit],
    'user of 15 bytes': [0, [true, Buffer.alloc(15)], 2, until, audit],
    'user that is nothing': [0, [false, null], 2, until, audit],
    'user in three parts': [0, [true, Buffer.alloc(16), 0], 2, until, audit],
    'user not UTF-8': [0, [false, Buffer.from([0xff])], 2, until, audit],
    'method without a name': [0, who, 128, until, audit],
    'methods below nought': [0, who, -1, until, audit],
    'methods as a fraction': [0, who, { float64: 1.5 }, until, audit],
    'expiry not a number': [0, who, 2, { float64: Number.NaN }, audit],
    'expiry for ever': [0, who, 2, { float64: Number.POSITIVE_INFINITY }, audit],
    'expiry beyond the calendar': [0, who, 2, { float64: 1e15 }, audit],
    'expiry before 1970': [0, who, 2, { float64: -1 }, audit],
    'no audit id': [0, who, 2, until, []],
    'three audit ids': [0, who, 2, until, [Buffer.alloc(16), Buffer.alloc(16), Buffer.alloc(16)]],
    'audit id of 8 bytes': [0, who, 2, until, [Buffer.alloc(8)]],
    'a system that is not all': [8, who, 2, 'some', until, audit],
    'group that is nothing': [4, who, 16, [[false, null]], who, 'openid', until, audit],
  }
  assert.ok(decodeTokenPayload(encodeMsgpack([0, who, 2, until, audit]), order))
  for (const [why, value] of Object.entries(wrong))
    assert.equal(decodeTokenPayload(encodeMsgpack(value), order), undefined, why)
})

test('values without an encoding are rejected rather than changed', () => {
  const wrong: Record<string, EncodedToken> = {
    'unknown method': { ...common, kind: 'unscoped', methods: ['password', 'webauthn'] },
    'audit id that is too short': { ...common, kind: 'unscoped', auditIds: ['AAAA'] },
    'audit id with stray bits': { ...common, kind: 'unscoped', auditIds: ['AAECAwQFBgcICQoLDA0ODx'] },
    'no audit id': { ...common, kind: 'unscoped', auditIds: [] },
    'expiry not a number': { ...common, kind: 'unscoped', expiresAt: Number.NaN },
    'trust id that is no UUID': { ...common, kind: 'trust', projectId: scope, trustId: 'short' },
  }
  for (const [why, payload] of Object.entries(wrong))
    assert.throws(() => encodeTokenPayload(payload, order), RangeError, why)
})
