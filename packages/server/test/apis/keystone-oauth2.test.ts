import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Config } from '../../src/config/settings-table.ts'
import { certificates } from '../../src/crypto/certificates.ts'
import { onEachDatabase } from '../databases.ts'
import { makeCertificate } from '../make-certificate.ts'
import { type Call, type Called, startTestServer, type TestServer } from '../test-server.ts'

const url = '/v3/OS-OAUTH2/token'
const proxy = '192.0.2.1'
const form = 'application/x-www-form-urlencoded'

const subject = (attribute: string) => ({ type: `SSL_CLIENT_SUBJECT_DN_${attribute}` })
const mapping = [
  {
    local: [{ user: { name: '{0}', id: '{1}', email: '{2}', domain: { id: '{3}' } } }],
    remote: [
      ...['CN', 'UID', 'EMAILADDRESS', 'DC'].map(subject),
      { type: 'SSL_CLIENT_ISSUER_DN_CN', any_one_of: ['root'] },
    ],
  },
  {
    local: [{ user: { name: '{0}', domain: { name: 'Default' } } }],
    remote: [subject('CN'), { type: 'SSL_CLIENT_ISSUER_DN_CN', any_one_of: ['other root'] }],
  },
]

type User = { readonly id: string; readonly name: string; readonly email: string }

onEachDatabase('OS-OAUTH2', (makePlace) => {
  let s: TestServer
  let folder: string
  let settings: Partial<Config>
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-test-'))
    const file = join(folder, 'mapping.json')
    await writeFile(file, JSON.stringify({ rules: mapping }))
    settings = { oauth2_trusted_proxies: ['192.0.2.0/30'], oauth2_cert_mapping: file }
    s = await startTestServer(await makePlace(), {}, settings)
  })
  after(async () => {
    await s.close()
    await rm(folder, { recursive: true })
  })

  const admin = async (method: string, path: string, body?: object): Promise<Called['body']> => {
    const answer = await s.call(method, `/v3${path}`, { token: s.admin, ...(body ? { body } : {}) })
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const post = (fields: Readonly<Record<string, string>>, { headers, ...more }: Call = {}) =>
    s.call('POST', url, {
      ...more,
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': form, ...headers },
    })
  const grant = { grant_type: 'client_credentials' }
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  })
  const show = async (token: string) =>
    (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: token })).body.token
  const rejected = ({ status, body, headers }: Called, expected: number, error: string, why = '') => {
    assert.deepEqual([status, body.error, Object.keys(body).length], [expected, error, 2], why)
    assert.equal(typeof body.error_description, 'string')
    assert.equal(headers['cache-control'], 'no-store')
    if (expected === 401) assert.match(String(headers['www-authenticate']), /^Keystone uri="/)
  }

  let count = 0
  const password = 'one phrase for all'
  /** A user with a default project and a role there. */
  const newUser = async (more: object = {}): Promise<User & { readonly projectId: string; role: string }> => {
    const n = ++count
    const { project } = await admin('POST', '/projects', { project: { name: `project-${n}` } })
    const attributes = {
      name: `client-${n}`,
      email: `client-${n}@example.com`,
      default_project_id: project.id,
      password,
    }
    const { user } = await admin('POST', '/users', { user: { ...attributes, ...more } })
    const { roles } = await admin('GET', '/roles?name=member')
    const role = `/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`
    await admin('PUT', role)
    return { ...user, projectId: project.id, role }
  }
  const newCredential = async (secret?: string) => {
    const user = await newUser()
    const token = await s.signIn({ id: user.id, password })
    const { body } = await s.call('POST', `/v3/users/${user.id}/application_credentials`, {
      token,
      body: {
        application_credential: {
          name: `credential-${++count}`,
          ...(secret === undefined ? {} : { secret }),
        },
      },
    })
    return body.application_credential
  }
  const certificateOf = (user: User, more: Partial<Parameters<typeof makeCertificate>[0]> = {}) =>
    makeCertificate({
      subject: [
        ['C', 'CH'],
        ['CN', user.name],
        ['UID', user.id],
        ['emailAddress', user.email],
        ['DC', 'default'],
      ],
      ...more,
    })
  const withCertificate = (clientId: string, text: string, more: Call = {}) =>
    post(
      { ...grant, client_id: clientId },
      { from: proxy, ...more, headers: { 'client-cert': encodeURIComponent(text), ...more.headers } },
    )

  test('an application credential obtains a token, by HTTP Basic or in the form', async () => {
    const { id, secret, project_id } = await newCredential()
    for (const [fields, headers] of [
      [grant, basic(id, secret)],
      [{ ...grant, client_id: id, client_secret: secret }, {}],
      [{ ...grant, client_id: 'another', client_secret: 'another' }, basic(id, secret)],
    ] as const) {
      const { status, body, headers: answered } = await post(fields, { headers })
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(
        [body.token_type, body.expires_in, Object.keys(body).length, answered['cache-control']],
        ['Bearer', 3600, 3, 'no-store'],
      )
      const token = await show(body.access_token)
      assert.deepEqual([token.application_credential.id, token.project.id], [id, project_id])
      assert.deepEqual(token.methods, ['application_credential'])
    }
  })

  test('P19: HTTP Basic with plain or form-encoded id and secret (RFC 6749 section 2.3.1)', async () => {
    for (const secret of [
      'per%20cent + plus: and / & = ü~',
      'one hundred 100%',
      'some+thing+with+plus',
      'already%2Bencoded%20once',
    ]) {
      const { id } = await newCredential(secret)
      const encoded = new URLSearchParams({ secret }).toString().slice('secret='.length)
      for (const shown of [secret, encoded, encodeURIComponent(secret)]) {
        const { status, body } = await post(grant, { headers: basic(id, shown) })
        assert.equal(status, 200, `${secret} as ${shown}: ${JSON.stringify(body)}`)
      }
      for (const wrong of [`${secret}x`, encodeURIComponent(encoded).replaceAll('%', '%25')])
        rejected(await post(grant, { headers: basic(id, wrong) }), 401, 'invalid_client', wrong)
    }
    const plain = await newCredential()
    const idEncoded = [...plain.id].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')
    assert.equal((await post(grant, { headers: basic(idEncoded, plain.secret) })).status, 200)
  })

  test('P19: both readings of one header count as one failed attempt', async () => {
    const limited = await startTestServer(
      await makePlace(),
      {},
      { ...settings, failed_proof_limit_per_user: 4 },
    )
    try {
      const path = `/v3/users/${(await limited.call('GET', '/v3/users?name=admin', { token: limited.admin })).body.users[0].id}/application_credentials`
      const body = { application_credential: { name: 'counted', secret: 'right %2B secret' } }
      const made = await limited.call('POST', path, { token: limited.admin, body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      const { id } = made.body.application_credential
      const ask = (secret: string) =>
        limited.call('POST', url, {
          body: new URLSearchParams(grant).toString(),
          headers: { 'content-type': form, ...basic(id, secret) },
        })
      for (let n = 0; n < 3; n++) assert.equal((await ask('wrong%20secret')).status, 401)
      assert.equal((await ask('right+%252B+secret')).status, 200)
    } finally {
      await limited.close()
    }
  })

  test('an invalid request is 400, a failed client authentication 401, without naming the failed part', async () => {
    const { id, secret } = await newCredential()
    const client = { client_id: id, client_secret: secret }
    rejected(await post(client), 400, 'invalid_request')
    for (const grant_type of ['', 'password', 'authorization_code', 'Client_Credentials'])
      rejected(await post({ ...client, grant_type }), 400, 'unsupported_grant_type', grant_type)
    const twice = `${new URLSearchParams({ ...grant, ...client })}&client_id=${id}`
    const bodies: readonly [string, string][] = [
      [twice, form],
      [JSON.stringify({ ...grant, ...client }), 'application/json'],
      [new URLSearchParams({ ...grant, ...client }).toString(), 'text/plain'],
      ['grant_type=client_credentials&client_id=%00', form],
      ['grant_type=%zz', form],
      [`${new URLSearchParams({ ...grant, client_id: 'x'.repeat(300) })}`, form],
    ]
    for (const [body, type] of bodies)
      rejected(await s.call('POST', url, { body, headers: { 'content-type': type } }), 400, 'invalid_request')
    rejected(await s.call('POST', url), 400, 'invalid_request')
    const unknown = [
      await post(grant),
      await post({ ...grant, client_id: id }),
      await post({ ...grant, client_secret: secret }),
      await post({ ...grant, ...client, client_secret: 'wrong' }),
      await post({ ...grant, ...client, client_id: 'f'.repeat(32) }),
      await post(grant, { headers: basic(id, 'wrong') }),
      await post(grant, { headers: basic('', '') }),
      await post({ ...grant, ...client }, { headers: basic(id, 'wrong') }),
      await post(grant, { headers: { authorization: `Bearer ${secret}` } }),
    ]
    for (const answer of unknown) {
      rejected(answer, 401, 'invalid_client')
      assert.deepEqual(answer.body, unknown[0]?.body)
    }
    rejected(await post(grant, { token: 'nonsense' }), 401, 'invalid_client')
    rejected(await post({ ...grant, big: 'x'.repeat(200_000) }), 413, 'other_error')
  })

  test('T77: malformed Authorization headers cause no internal error', async () => {
    for (const authorization of [
      'Basic',
      'Basic ',
      'Basic =',
      'Basic ====',
      'Basic a',
      'Basic %%%',
      'Basic /////w==',
      `Basic ${Buffer.from('no colon').toString('base64')}`,
      `Basic ${Buffer.from('a\0b:c').toString('base64')}`,
      `Basic ${'A'.repeat(8000)}`,
      'basic Zm9vOmJhcg== more',
      'Digest username="x"',
      ':',
    ])
      rejected(await post(grant, { headers: { authorization } }), 401, 'invalid_client', authorization)
  })

  test('other methods are 405 in the same format', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
      for (const more of [{}, { body: 'a=b', headers: { 'content-type': form } }]) {
        const answer = await s.call(method, url, more)
        rejected(answer, 405, 'other_error', method)
        assert.equal(answer.headers['allow'], 'OPTIONS, POST')
      }
    const { status, body } = await s.call('HEAD', url)
    assert.deepEqual([status, body], [405, undefined])
    rejected(await s.call('POST', '/v3/OS-OAUTH2/elsewhere'), 404, 'other_error')
  })

  test('a certificate obtains a token of its user for the default project, bound to the certificate', async () => {
    const user = await newUser()
    const { pem } = certificateOf(user)
    const { status, body } = await withCertificate(user.id, pem)
    assert.deepEqual([status, body.token_type, body.expires_in], [200, 'Bearer', 3600], JSON.stringify(body))
    const token = await show(body.access_token)
    assert.deepEqual(token.oauth2_credential, { 'x5t#S256': certificates.read(pem)?.thumbprint })
    assert.deepEqual(
      [token.user.id, token.project.id, token.methods, token.is_domain],
      [user.id, user.projectId, ['oauth2_credential'], false],
    )
    assert.deepEqual(token.roles.map(({ name }: { name: string }) => name).sort(), ['member', 'reader'])
    assert.ok(token.catalog.length > 0)
    const own = { token: body.access_token, subject: body.access_token }
    assert.deepEqual((await s.call('GET', '/v3/auth/tokens', own)).body.token, token)
    assert.equal((await s.call('GET', `/v3/users/${user.id}`, { token: body.access_token })).status, 200)
    // RFC 9440, and another authority with other names.
    const named = certificateOf(user, { subject: [['CN', user.name]], issuer: [['CN', 'other root']] })
    const headers = { 'client-cert': `:${named.der.toString('base64')}:` }
    assert.equal((await withCertificate(user.id, '', { headers })).status, 200)
    // A certificate takes precedence over a secret.
    const { id, secret } = await newCredential()
    const both = await withCertificate(user.id, pem, { headers: basic(id, secret) })
    assert.equal((await show(both.body.access_token)).user.id, user.id)
  })

  test('T82: only a trusted proxy may present a certificate', async () => {
    const user = await newUser()
    const { pem } = certificateOf(user)
    for (const from of ['127.0.0.1', '192.0.2.4', '::1', '203.0.113.1'])
      rejected(await withCertificate(user.id, pem, { from }), 401, 'invalid_client', from)
    const forged = { 'x-forwarded-for': proxy, forwarded: `for=${proxy}` }
    rejected(
      await withCertificate(user.id, pem, { from: '127.0.0.1', headers: forged }),
      401,
      'invalid_client',
    )
    const elsewhere = {
      'client-cert': '',
      'x-client-cert': encodeURIComponent(pem),
      ssl_client_cert: pem.trim(),
    }
    const ignored = await post(
      { ...grant, client_id: user.id },
      { from: proxy, headers: { ...elsewhere, ssl_client_cert: 'x' } },
    )
    rejected(ignored, 401, 'invalid_client')
    assert.equal((await withCertificate(user.id, pem, { from: '192.0.2.3' })).status, 200)
    assert.equal((await withCertificate(user.id, pem, { from: `::ffff:${proxy}` })).status, 200)
  })

  test('T82: a certificate belongs to one user, while it is valid', async () => {
    const [user, other] = [await newUser(), await newUser()]
    const day = 86_400_000
    const named = (...subject: [string, string][]) => certificateOf(user, { subject })
    const all: [string, string][] = [
      ['CN', user.name],
      ['UID', user.id],
      ['emailAddress', user.email],
      ['DC', 'default'],
    ]
    const but = (attribute: string, value?: string) =>
      named(
        ...all.flatMap(([name, own]): [string, string][] =>
          name === attribute ? (value === undefined ? [] : [[name, value]]) : [[name, own]],
        ),
      )
    assert.equal((await withCertificate(user.id, named(...all).pem)).status, 200)
    const wrong = {
      'another user’s': certificateOf(other),
      'with another id': but('UID', other.id),
      'with another name': but('CN', other.name),
      'with another address': but('emailAddress', other.email),
      'with another domain': but('DC', 'another'),
      'without an id': but('UID'),
      'without a name': but('CN'),
      'with two ids': named(...all, ['UID', other.id]),
      'with two ids in one': but('UID', `${user.id};${other.id}`),
      'of another authority': certificateOf(user, { issuer: [['CN', 'another root']] }),
      'of an authority without the name': certificateOf(user, { issuer: [['O', 'root']] }),
      'of the other authority, for another': certificateOf(other, { issuer: [['CN', 'other root']] }),
      expired: certificateOf(user, { notAfter: new Date(Date.now() - 1000) }),
      'not yet in force': certificateOf(user, { notBefore: new Date(Date.now() + day / 2) }),
    }
    for (const [why, { pem }] of Object.entries(wrong))
      rejected(await withCertificate(user.id, pem), 401, 'invalid_client', why)
    const { pem } = named(...all)
    for (const id of [other.id, 'f'.repeat(32), '', user.name])
      rejected(await withCertificate(id, pem), 401, 'invalid_client', id)
    for (const text of ['nonsense', pem.slice(0, 300), `${pem}${pem}`, `${pem}, ${pem}`])
      rejected(await withCertificate(user.id, text), 401, 'invalid_client', text.slice(0, 40))
    await admin('PATCH', `/users/${user.id}`, { user: { email: 'new@example.com' } })
    rejected(await withCertificate(user.id, pem), 401, 'invalid_client', 'its user has another address now')
  })

  test('T12: the token expires with the certificate at the latest', async () => {
    const user = await newUser()
    const { pem } = certificateOf(user, { notAfter: new Date(Date.now() + 600_000) })
    const { body } = await withCertificate(user.id, pem)
    assert.ok(body.expires_in > 590 && body.expires_in <= 600)
  })

  test('a token of a certificate stays bound to it and cannot be rescoped', async () => {
    const user = await newUser()
    const { body } = await withCertificate(user.id, certificateOf(user).pem)
    const identity = { methods: ['token'], token: { id: body.access_token } }
    for (const scope of [{}, { scope: 'unscoped' }, { scope: { project: { id: user.projectId } } }]) {
      const answer = await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity, ...scope } } })
      assert.equal(answer.status, 403)
    }
    for (const method of ['oauth2_credential', 'tls_client_auth', 'x509']) {
      const requested = { auth: { identity: { methods: [method], [method]: {} } } }
      const headers = { 'client-cert': encodeURIComponent(certificateOf(user).pem) }
      const answer = await s.call('POST', '/v3/auth/tokens', { body: requested, headers, from: proxy })
      assert.equal(answer.status, 401, `${method} is no way to sign in elsewhere`)
    }
  })

  test('T37: an inactive user obtains no token with a certificate, and existing ones are invalid', async () => {
    const cases: Record<string, (user: Awaited<ReturnType<typeof newUser>>) => Promise<unknown>> = {
      'the user is disabled': ({ id }) => admin('PATCH', `/users/${id}`, { user: { enabled: false } }),
      'the user is deleted': ({ id }) => admin('DELETE', `/users/${id}`),
      'the role is gone': ({ role }) => admin('DELETE', role),
      'the project is disabled': ({ projectId }) =>
        admin('PATCH', `/projects/${projectId}`, { project: { enabled: false } }),
    }
    for (const [why, end] of Object.entries(cases)) {
      const user = await newUser()
      const { pem } = certificateOf(user)
      const subject = (await withCertificate(user.id, pem)).body.access_token
      assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject })).status, 200)
      await end(user)
      assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject })).status, 404, why)
      rejected(await withCertificate(user.id, pem), 401, 'invalid_client', why)
    }
    const homeless = await newUser({ default_project_id: null })
    rejected(await withCertificate(homeless.id, certificateOf(homeless).pem), 401, 'invalid_client')
  })

  test('T64: a user who needs several factors cannot authenticate with a certificate alone', async () => {
    const user = await newUser()
    const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] }
    await admin('PATCH', `/users/${user.id}`, { user: { options } })
    rejected(await withCertificate(user.id, certificateOf(user).pem), 401, 'invalid_client')
  })

  test('disabled methods do not authenticate', async () => {
    for (const methods of [[], ['tls_client_auth'], ['client_secret_basic']]) {
      const other = await startTestServer(
        await makePlace(),
        {},
        { ...settings, oauth2_authn_methods: methods },
      )
      try {
        const { token } = (
          await other.call('GET', '/v3/auth/tokens', { token: other.admin, subject: other.admin })
        ).body
        const { id } = token.user
        const attributes = { email: 'admin@example.com', default_project_id: token.project.id }
        await other.call('PATCH', `/v3/users/${id}`, { token: other.admin, body: { user: attributes } })
        const credential = await other.call('POST', `/v3/users/${id}/application_credentials`, {
          token: other.admin,
          body: { application_credential: { name: 'credential' } },
        })
        const { pem } = certificateOf({ id, name: 'admin', email: 'admin@example.com' })
        const statusOf = async (headers: Record<string, string>) =>
          (
            await other.call('POST', url, {
              body: new URLSearchParams({ ...grant, client_id: id }).toString(),
              headers: { 'content-type': form, ...headers },
              from: proxy,
            })
          ).status
        const { id: credentialId, secret } = credential.body.application_credential
        assert.deepEqual(
          [
            await statusOf({ 'client-cert': encodeURIComponent(pem) }),
            await statusOf(basic(credentialId, secret)),
          ],
          ['tls_client_auth', 'client_secret_basic'].map((name) => (methods.includes(name) ? 200 : 401)),
        )
      } finally {
        await other.close()
      }
    }
  })

  test('invalid settings stop the start and are named', async () => {
    const file = join(folder, 'loose.json')
    await writeFile(file, JSON.stringify([{ local: [{ user: {} }], remote: [subject('CN')] }]))
    const wrong: readonly [Partial<Config>, RegExp][] = [
      [{ oauth2_authn_methods: ['none'] }, /oauth2_authn_methods.*none/],
      [{ oauth2_trusted_proxies: ['proxy.example'] }, /oauth2_trusted_proxies.*proxy\.example/],
      [{ oauth2_cert_mapping: join(folder, 'nowhere.json') }, /oauth2_cert_mapping/],
      [{ oauth2_cert_mapping: file }, /oauth2_cert_mapping(?:.|\n)*must identify the user/],
    ]
    for (const [input, why] of wrong) {
      const place = await makePlace()
      await assert.rejects(startTestServer(place, {}, input), why)
      await place.remove()
    }
  })
})
