import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { base64url, exportJWK, generateKeyPair } from 'jose'
import { onEachDatabase } from '../databases.ts'
import { authPath, makeProvider } from '../federation-fixture.ts'
import { type HostileProvider, json, startHostileProvider } from '../hostile-openid-provider.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const ssoPath = '/v3/auth/OS-FEDERATION/identity_providers/idp/protocols/openid/websso'
const dashboard = 'https://dashboard.example.org/auth/websso/'
const clientSecret = 'the secret of the client muster at the provider'
const metadata = '/.well-known/openid-configuration'

onEachDatabase('OpenID providers that lie or do not respond', (makePlace) => {
  let provider: HostileProvider
  let folder: string
  let s: TestServer

  const open = async (client: object = {}): Promise<TestServer> => {
    const file = join(folder, 'clients.json')
    const entry = {
      identity_provider: 'idp',
      issuer: provider.issuer,
      client_id: 'muster',
      client_secret: clientSecret,
      audience: 'api',
      ...client,
    }
    await writeFile(file, JSON.stringify([entry]))
    const server = await startTestServer(await makePlace(), {
      MUSTER_OPENID_CLIENTS: file,
      MUSTER_DEVELOPMENT: 'true',
      MUSTER_FEDERATION_TRUSTED_DASHBOARDS: dashboard,
    })
    await makeProvider(server, { protocol: 'openid' })
    return server
  }
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-openid-'))
    provider = await startHostileProvider()
    s = await open()
  })
  after(async () => {
    await s.close()
    await provider.close()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => provider.lies.clear())

  const seconds = () => Math.floor(Date.now() / 1000)
  const claims = (more: object = {}) => ({
    iss: provider.issuer,
    aud: 'api',
    sub: 'anna-1',
    exp: seconds() + 300,
    preferred_username: 'anna',
    groups: ['developers'],
    ...more,
  })
  const bearer = (token: string, to = s): Promise<Called> =>
    to.call('POST', authPath('openid'), { headers: { authorization: `Bearer ${token}` } })
  const noUsers = async (to = s) =>
    assert.deepEqual((await to.call('GET', '/v3/users?idp_id=idp', { token: to.admin })).body.users, [])

  test('T84: rejects access tokens of another issuer, audience, key, algorithm, type or time', async () => {
    const text = (part: object) => base64url.encode(JSON.stringify(part))
    const chosen = await generateKeyPair('RS256')
    const signed = await provider.sign(claims())
    const [head = '', , signature = ''] = signed.split('.')
    const tokens = {
      issuer: await provider.sign(claims({ iss: 'https://evil.example' })),
      'issuer with a slash': await provider.sign(claims({ iss: `${provider.issuer}/` })),
      'no issuer': await provider.sign(claims({ iss: undefined })),
      audience: await provider.sign(claims({ aud: 'another' })),
      'no audience': await provider.sign(claims({ aud: undefined })),
      expired: await provider.sign(claims({ exp: seconds() - 3600 })),
      'no expiry': await provider.sign(claims({ exp: undefined })),
      'not yet': await provider.sign(claims({ nbf: seconds() + 3600 })),
      'no subject': await provider.sign(claims({ sub: undefined })),
      'another key': await provider.sign(claims(), {}, provider.otherKey),
      'a key of its own': await provider.sign(
        claims(),
        { jwk: await exportJWK(chosen.publicKey) },
        chosen.privateKey,
      ),
      'keys of its own': await provider.sign(
        claims(),
        { jku: `${provider.issuer}/other` },
        chosen.privateKey,
      ),
      'unknown key id': await provider.sign(claims(), { kid: '../../etc/passwd' }),
      none: `${text({ alg: 'none' })}.${text(claims())}.`,
      None: `${text({ alg: 'None' })}.${text(claims())}.`,
      'client secret': await provider.sign(
        claims(),
        { alg: 'HS256' },
        new TextEncoder().encode(clientSecret),
      ),
      'ID token': await provider.sign(claims({ nonce: 'n' })),
      'ID token of Keycloak': await provider.sign(claims({ typ: 'ID' })),
      'refresh token of Keycloak': await provider.sign(claims({ typ: 'Refresh' })),
      'logout token': await provider.sign(claims(), { typ: 'logout+jwt' }),
      'critical header': await provider.sign(claims(), { crit: ['exp'] }).catch(() => 'x'),
      altered: `${head}.${text(claims({ sub: 'admin' }))}.${signature}`,
      'no signature': `${head}.${text(claims())}.`,
      empty: '..',
      opaque: 'abcdef',
      long: 'a'.repeat(7000),
    }
    for (const [what, token] of Object.entries(tokens)) {
      const answer = await bearer(token)
      assert.equal(answer.status, 401, `${what}: ${JSON.stringify(answer.body)}`)
    }
    for (const authorization of ['Bearer', 'Bearer ', 'bearer x y', 'Basic eA==', 'DPoP x'])
      assert.equal((await s.call('POST', authPath('openid'), { headers: { authorization } })).status, 401)
    await noUsers()
    assert.equal(provider.requests.get('/other'), undefined)
    for (const type of ['JWT', 'at+jwt', 'application/at+jwt'])
      assert.equal((await bearer(await provider.sign(claims(), { typ: type }))).status, 201)
  })

  test('responds 503 to metadata that is wrong, huge, redirected, hanging or missing, and recovers', async () => {
    const lies: Readonly<Record<string, Parameters<typeof provider.lies.set>[1]>> = {
      'another issuer': json({ issuer: 'https://evil.example', jwks_uri: `${provider.issuer}/jwks` }),
      'no keys': json({ issuer: provider.issuer }),
      'keys in the internal network': json({
        issuer: provider.issuer,
        jwks_uri: 'http://169.254.169.254/jwks',
      }),
      'no JSON': (_request, response) => response.writeHead(200).end('<html>'),
      error: json({}, 500),
      redirect: (_request, response) =>
        response.writeHead(302, { location: `${provider.issuer}/elsewhere` }).end(),
      huge: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(`{"issuer":"${'x'.repeat(1_000_000)}"}`)
      },
      hanging: () => {},
    }
    for (const [what, lie] of Object.entries(lies)) {
      const fresh = await open()
      try {
        provider.lies.set(metadata, lie)
        const began = Date.now()
        const answer = await bearer(await provider.sign(claims()), fresh)
        assert.equal(answer.status, 503, `${what}: ${JSON.stringify(answer.body)}`)
        assert.ok(Date.now() - began < 8000, what)
        assert.equal(answer.body.error.title, 'Service Unavailable')
        const sso = await fresh.call('GET', `${ssoPath}?origin=${encodeURIComponent(dashboard)}`)
        assert.equal(sso.status, 503, what)
        await noUsers(fresh)
      } finally {
        await fresh.close()
      }
    }
    assert.equal(provider.requests.get('/elsewhere'), undefined)
  })

  test('responds 503 to keys that are huge or hanging', async () => {
    const lies: Readonly<Record<string, Parameters<typeof provider.lies.set>[1]>> = {
      huge: (_request, response) => response.writeHead(200).end(`{"keys":["${'x'.repeat(1_000_000)}"]}`),
      error: json({}, 500),
      hanging: () => {},
    }
    for (const [what, lie] of Object.entries(lies)) {
      const fresh = await open()
      try {
        provider.lies.set('/jwks', lie)
        const answer = await bearer(await provider.sign(claims()), fresh)
        assert.equal(answer.status, 503, `${what}: ${JSON.stringify(answer.body)}`)
      } finally {
        await fresh.close()
      }
    }
  })

  test('reads metadata and keys once for many sign-ins', async () => {
    const fresh = await open()
    try {
      provider.requests.clear()
      const token = await provider.sign(claims())
      await Promise.all(Array.from({ length: 10 }, () => bearer(token, fresh)))
      await bearer(await provider.sign(claims(), { kid: 'unknown' }), fresh)
      await bearer(await provider.sign(claims(), { kid: 'unknown' }), fresh)
      assert.equal(provider.requests.get(metadata), 1)
      assert.ok(Number(provider.requests.get('/jwks')) <= 2)
    } finally {
      await fresh.close()
    }
  })

  test('introspection: rejects inactive tokens and tokens of other clients, issuers and audiences', async () => {
    const fresh = await open({ access_tokens: 'introspection', userinfo: false })
    try {
      const active = { active: true, sub: 'anna-1', client_id: 'muster', preferred_username: 'anna' }
      for (const body of [
        { active: false },
        { ...active, active: 'true' },
        { ...active, client_id: 'another' },
        { ...active, client_id: undefined },
        { ...active, aud: 'another' },
        { ...active, aud: ['another', 'muster'] },
        { ...active, iss: 'https://evil.example' },
        { ...active, sub: undefined },
      ]) {
        provider.lies.set('/introspect', json(body))
        const { status } = await bearer('opaque', fresh)
        assert.ok(status === 401 || status === 503, `${JSON.stringify(body)}: ${status}`)
      }
      provider.lies.set('/introspect', (_request, response) => response.writeHead(200).end('no JSON'))
      assert.equal((await bearer('opaque', fresh)).status, 503)
      await noUsers(fresh)
      provider.lies.set('/introspect', json({ ...active, groups: ['developers'], aud: ['api'] }))
      assert.equal((await bearer('opaque', fresh)).status, 201)
    } finally {
      await fresh.close()
    }
  })

  test('rejects claims that are too deep, too many or too long, if the mapping reads them', async () => {
    const fresh = await open({ access_tokens: 'introspection', userinfo: false })
    try {
      const statusWith = async (name: string, value: string) => {
        const active = {
          active: true,
          sub: 'anna-1',
          client_id: 'muster',
          preferred_username: 'anna',
          groups: [],
        }
        const body = JSON.stringify(active).replace(
          '"groups":[]',
          `"groups":["developers"],"${name}":${value}`,
        )
        provider.lies.set('/introspect', (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(body)
        })
        return (await bearer('opaque', fresh)).status
      }
      const depth = 50_000
      for (const value of [
        `${'['.repeat(depth)}${']'.repeat(depth)}`,
        `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
        JSON.stringify(new Array(1001).fill('g')),
        JSON.stringify(['developers', 'x'.repeat(5000)]),
      ]) {
        assert.equal(await statusWith('groups', value), 401, value.slice(0, 20))
        assert.equal(await statusWith('unread', value), 201, value.slice(0, 20))
      }
      assert.equal(await statusWith('groups', '[["developers"],["others"]]'), 201)
    } finally {
      await fresh.close()
    }
  })

  test('T85: web single sign-on rejects a response to another browser, state, nonce or audience', async () => {
    const start = async () => {
      const answer = await s.call('GET', `${ssoPath}?origin=${encodeURIComponent(dashboard)}`)
      assert.equal(answer.status, 302, JSON.stringify(answer.body))
      const { searchParams: asked } = new URL(String(answer.headers['location']))
      return {
        state: asked.get('state') ?? '',
        nonce: asked.get('nonce') ?? '',
        cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
      }
    }
    const respond = (query: string, cookie: string) =>
      s.call('GET', `${ssoPath}?${query}`, { headers: { cookie } })
    const idToken = (nonce: string, more: object = {}) =>
      provider.sign({
        ...claims({ aud: 'muster', iat: seconds(), nonce, ...more }),
      })
    const tokens = async (token: string) =>
      provider.lies.set('/token', json({ access_token: 'a', token_type: 'Bearer', id_token: token }))

    const [one, two] = [await start(), await start()]
    await tokens(await idToken(one.nonce))
    const none = base64url.encode(JSON.stringify({ alg: 'none' }))
    for (const [query, cookie] of [
      [`code=c&state=${one.state}`, two.cookie],
      [`code=c&state=${one.state}`, ''],
      [`code=c&state=${one.state}`, `${one.cookie}x`],
      [`code=c&state=${two.state}`, one.cookie],
      ['code=c&state=', one.cookie],
      [`state=${one.state}`, one.cookie],
      [`error=access_denied&state=${one.state}`, one.cookie],
      [`code=c&state=${one.state}&iss=https://evil.example`, one.cookie],
      [`code=c&code=d&state=${one.state}`, one.cookie],
    ] as const) {
      const answer = await respond(query, cookie)
      assert.equal(answer.status, 401, `${query}: ${JSON.stringify(answer.body)}`)
    }
    for (const [what, token] of Object.entries({
      nonce: await idToken('another'),
      'no nonce': await idToken(one.nonce, { nonce: undefined }),
      audience: await idToken(one.nonce, { aud: 'another' }),
      issuer: await idToken(one.nonce, { iss: 'https://evil.example' }),
      expired: await idToken(one.nonce, { exp: seconds() - 3600 }),
      unsigned: `${none}.${base64url.encode(JSON.stringify(claims({ aud: 'muster', iat: seconds(), nonce: one.nonce })))}.`,
      key: await provider.sign(
        claims({ aud: 'muster', iat: seconds(), nonce: one.nonce }),
        {},
        provider.otherKey,
      ),
    })) {
      await tokens(token)
      const answer = await respond(`code=c&state=${one.state}`, one.cookie)
      assert.ok(
        [401, 503].includes(answer.status),
        `${what}: ${answer.status} ${JSON.stringify(answer.body)}`,
      )
    }
    provider.lies.set('/token', json({ error: 'invalid_grant' }, 400))
    assert.equal((await respond(`code=c&state=${one.state}`, one.cookie)).status, 401)
    await tokens(await idToken(one.nonce, { sub: 'dora-4', preferred_username: 'dora' }))
    const page = await respond(`code=c&state=${one.state}`, one.cookie)
    assert.equal(page.status, 200, JSON.stringify(page.body))
    assert.match(String(page.headers['set-cookie']), /^muster_sso=; .*Max-Age=0/)
  })
})
