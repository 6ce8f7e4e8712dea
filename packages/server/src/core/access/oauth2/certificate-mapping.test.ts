import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mapCertificate } from './certificate-mapping.ts'
import { readMapping } from './read-mapping.ts'

const subject = (attribute: string) => ({ type: `SSL_CLIENT_SUBJECT_DN_${attribute}` })
const issuedBy = (...names: string[]) => ({ type: 'SSL_CLIENT_ISSUER_DN_CN', any_one_of: names })

/** The two certificate authorities in Keystone's guide. */
const mapping = readMapping({
  rules: [
    {
      local: [
        {
          user: { name: '{0}', id: '{1}', email: '{2}', domain: { name: '{3}', id: '{4}' } },
        },
      ],
      remote: [
        subject('CN'),
        subject('UID'),
        subject('EMAILADDRESS'),
        subject('O'),
        subject('DC'),
        issuedBy('root_a'),
      ],
    },
    {
      local: [{ user: { id: '{0}', domain: { id: '{1}' }, type: 'local' } }],
      remote: [subject('UID'), subject('DC'), issuedBy('root_b', 'root_c')],
    },
  ],
})

const names = (issuer: string, more: Readonly<Record<string, string>> = {}) => ({
  SSL_CLIENT_ISSUER_DN_CN: issuer,
  SSL_CLIENT_SUBJECT_DN_UID: 'u1',
  SSL_CLIENT_SUBJECT_DN_DC: 'd1',
  ...more,
})
const full = {
  SSL_CLIENT_SUBJECT_DN_CN: 'someone',
  SSL_CLIENT_SUBJECT_DN_EMAILADDRESS: 'a@example.com',
  SSL_CLIENT_SUBJECT_DN_O: 'Default',
}

describe('the user of a certificate', () => {
  test('is found by the rule of the issuing authority', () => {
    assert.deepEqual(mapCertificate(mapping, names('root_a', full)), {
      id: 'u1',
      name: 'someone',
      email: 'a@example.com',
      domainId: 'd1',
      domainName: 'Default',
    })
    const short = { id: 'u1', name: undefined, email: undefined, domainId: 'd1', domainName: undefined }
    assert.deepEqual(mapCertificate(mapping, names('root_b')), short)
    assert.deepEqual(mapCertificate(mapping, names('root_c', full)), short)
  })

  test('is undefined when no rule matches', () => {
    assert.equal(mapCertificate(mapping, names('root_a')), undefined)
    assert.equal(mapCertificate(mapping, names('root_d', full)), undefined)
    assert.equal(mapCertificate(mapping, {}), undefined)
    assert.equal(mapCertificate([], names('root_a', full)), undefined)
  })

  test('T82: several values, or none, for a single value match no user', () => {
    for (const SSL_CLIENT_SUBJECT_DN_UID of ['u1;u2', ';', '', 'u1;'])
      assert.equal(mapCertificate(mapping, names('root_b', { SSL_CLIENT_SUBJECT_DN_UID }))?.id, '')
  })

  test('allow lists and deny lists of values', () => {
    const ruled = (requirement: object) =>
      readMapping([
        {
          local: [{ user: { id: '{0}' } }],
          remote: [subject('UID'), { type: 'SSL_CLIENT_SUBJECT_DN_OU', ...requirement }],
        },
      ])
    const met = (requirement: object, SSL_CLIENT_SUBJECT_DN_OU?: string) => {
      const ou = SSL_CLIENT_SUBJECT_DN_OU === undefined ? {} : { SSL_CLIENT_SUBJECT_DN_OU }
      return mapCertificate(ruled(requirement), names('any', ou)) !== undefined
    }
    assert.equal(met({ any_one_of: ['a', 'b'] }, 'x;b'), true)
    assert.equal(met({ any_one_of: ['a', 'b'] }, 'x'), false)
    assert.equal(met({ not_any_of: ['a'] }, 'x'), true)
    assert.equal(met({ not_any_of: ['a'] }, 'x;a'), false)
    assert.equal(met({ not_any_of: ['a'] }), false, 'the attribute must be present')
    assert.equal(met({}), false)
    const listed = (requirement: object) =>
      mapCertificate(
        readMapping([
          {
            local: [{ user: { id: '{0}' } }],
            remote: [{ type: 'SSL_CLIENT_SUBJECT_DN_OU', ...requirement }],
          },
        ]),
        { SSL_CLIENT_SUBJECT_DN_OU: 'a;b' },
      )?.id
    assert.equal(listed({ whitelist: ['b', 'c'] }), 'b')
    assert.equal(listed({ blacklist: ['b'] }), 'a')
    assert.equal(listed({ whitelist: ['c'] }), '')
    assert.equal(listed({ blacklist: ['c'] }), '')
  })
})

describe('validation of a configured mapping', () => {
  const rule = (local: unknown, remote: unknown = [subject('CN'), issuedBy('root')]) => [{ local, remote }]
  const user = (user: unknown) => rule([{ user }])

  test('T82: is rejected when it maps a certificate to no user', () => {
    for (const loose of [{}, { email: '{0}' }, { name: '{0}' }, { domain: { id: '{0}' } }])
      assert.throws(() => readMapping(user(loose)), /must identify the user/)
    readMapping(user({ name: '{0}', domain: { id: 'default' } }))
    readMapping(user({ id: '{0}' }))
  })

  test('is rejected with the position of the error', () => {
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [undefined, /at least one rule/],
      [[], /at least one rule/],
      [{}, /at least one rule/],
      ['text', /at least one rule/],
      [['text'], /rules\[0\]/],
      [[{ local: [], remote: [] }], /rules\[0\]\.remote/],
      [[{ ...user({ id: 'x' })[0], more: 1 }], /rules\[0\] contains more/],
      [rule([]), /rules\[0\]\.local/],
      [rule([{ user: { id: '{0}' } }, { group: {} }]), /rules\[0\]\.local/],
      [rule([{ user: { id: '{0}' }, groups: 'x' }]), /contains groups/],
      [user({ id: '{1}' }), /\{1\}/],
      [user({ id: 7 }), /must be text/],
      [user({ id: '{0}', domain: 'd' }), /user\.domain/],
      [user({ id: '{0}', age: '{0}' }), /contains age/],
      [rule([{ user: { id: 'x' } }], [{}]), /must have the type/],
      [rule([{ user: { id: 'x' } }], [{ type: 'T', regex: true, any_one_of: ['x'] }]), /regex/],
      [rule([{ user: { id: 'x' } }], [{ type: 'T', any_one_of: 'x' }]), /must be a list/],
      [rule([{ user: { id: 'x' } }], [{ type: 'T', any_one_of: [], whitelist: [] }]), /only one of/],
      [rule([{ user: { id: 'x' } }], [{ type: 'T', other: 1 }]), /contains other/],
    ]
    for (const [input, why] of wrong) assert.throws(() => readMapping(input), why, JSON.stringify(input))
  })
})
