import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { authPath, makeProvider, rescope } from '../federation-fixture.ts'
import { makeBrowser } from '../openid-browser.ts'
import {
  audience,
  clientId,
  clientSecret,
  type OpenIdProvider,
  startOpenIdProvider,
} from '../openid-provider.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const ssoPath = '/v3/auth/OS-FEDERATION/identity_providers/idp/protocols/openid/websso'
const redirectUri = `http://muster.test${ssoPath}`
const dashboard = 'https://dashboard.example.org/auth/websso/'

onEachDatabase('OpenID Connect', (makePlace) => {
  let provider: OpenIdProvider
  let folder: string
  let s: TestServer
  let projectId: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-openid-'))
    provider = await startOpenIdProvider([redirectUri])
    provider.accounts.set('anna-1', {
      preferred_username: 'anna',
      email: 'anna@example.org',
      groups: ['developers'],
    })
    s = await serverWith({})
    projectId = (await makeProvider(s, { protocol: 'openid' })).projectId
  })
  after(async () => {
    await s.close()
    await provider.close()
    await rm(folder, { recursive: true, force: true })
  })

  const serverWith = async (client: object): Promise<TestServer> => {
    const file = join(folder, `clients-${Math.random()}.json`)
    const entry = {
      identity_provider: 'idp',
      issuer: provider.issuer,
      client_id: clientId,
      client_secret: clientSecret,
      audience,
      scope: 'openid profile email groups',
      ...client,
    }
    await writeFile(file, JSON.stringify([entry]))
    return startTestServer(await makePlace(), {
      MUSTER_OPENID_CLIENTS: file,
      MUSTER_DEVELOPMENT: 'true',
      MUSTER_FEDERATION_TRUSTED_DASHBOARDS: dashboard,
    })
  }
  const bearer = (to: TestServer, token: string): Promise<Called> =>
    to.call('POST', authPath('openid'), { headers: { authorization: `Bearer ${token}` } })

  test('signs in with an access token that is a JWT, as clients of OpenStack do', async () => {
    const answer = await bearer(s, await provider.accessToken('anna-1', 'jwt'))
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    assert.deepEqual(answer.body.token.methods, ['openid'])
    assert.equal(answer.body.token.user.name, 'anna')
    assert.deepEqual(answer.body.token.user['OS-FEDERATION'].protocol, { id: 'openid' })
    const scoped = await rescope(s, String(answer.headers['x-subject-token']), { project: { id: projectId } })
    assert.equal(scoped.status, 201, JSON.stringify(scoped.body))
    assert.equal(
      (
        await s.call('GET', authPath('openid'), {
          headers: { authorization: `Bearer ${await provider.accessToken('anna-1', 'jwt')}` },
        })
      ).status,
      201,
    )
    // An opaque token is no JWT, and this provider is not asked about it.
    assert.equal((await bearer(s, await provider.accessToken('anna-1'))).status, 401)
  })

  test('signs in with an opaque access token by introspection, with the claims of the UserInfo endpoint', async () => {
    const fresh = await serverWith({ access_tokens: 'introspection' })
    try {
      const made = await makeProvider(fresh, { protocol: 'openid' })
      const answer = await bearer(fresh, await provider.accessToken('anna-1'))
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      assert.equal(answer.body.token.user.name, 'anna')
      assert.deepEqual(answer.body.token.user['OS-FEDERATION'].groups, [{ id: made.groupId }])
      assert.equal((await bearer(fresh, 'unknown')).status, 401)
    } finally {
      await fresh.close()
    }
  })

  test('a group left at the provider is lost at the next sign-in', async () => {
    provider.accounts.set('bert-2', { preferred_username: 'bert', groups: ['developers'] })
    const before = await bearer(s, await provider.accessToken('bert-2', 'jwt'))
    const scope = { project: { id: projectId } }
    const scoped = await rescope(s, String(before.headers['x-subject-token']), scope)
    assert.equal(scoped.status, 201)
    provider.accounts.set('bert-2', { preferred_username: 'bert', groups: [] })
    const after = await bearer(s, await provider.accessToken('bert-2', 'jwt'))
    // The mapping requires a group.
    assert.equal(after.status, 401)
    provider.accounts.set('bert-2', { preferred_username: 'bert', groups: ['others'] })
    const again = await bearer(s, await provider.accessToken('bert-2', 'jwt'))
    assert.equal(again.status, 201, JSON.stringify(again.body))
    assert.equal((await rescope(s, String(again.headers['x-subject-token']), scope)).status, 401)
    const old = await s.call('GET', '/v3/auth/tokens', {
      token: s.admin,
      subject: String(scoped.headers['x-subject-token']),
    })
    assert.equal(old.status, 404)
  })

  test('the issuer must be one of the remote ids of the provider', async () => {
    const change = (identity_provider: object) =>
      s.call('PATCH', '/v3/OS-FEDERATION/identity_providers/idp', {
        token: s.admin,
        body: { identity_provider },
      })
    await change({ remote_ids: ['https://another.example'] })
    assert.equal((await bearer(s, await provider.accessToken('anna-1', 'jwt'))).status, 403)
    await change({ remote_ids: [provider.issuer] })
    assert.equal((await bearer(s, await provider.accessToken('anna-1', 'jwt'))).status, 201)
    await change({ remote_ids: [], enabled: false })
    assert.equal((await bearer(s, await provider.accessToken('anna-1', 'jwt'))).status, 403)
    const origin = encodeURIComponent(dashboard)
    assert.equal((await s.call('GET', `${ssoPath}?origin=${origin}`)).status, 403)
    await change({ enabled: true })
  })

  test('headers of a front server are no proof for an OpenID client', async () => {
    const answer = await s.call('POST', authPath('openid'), {
      headers: { 'x-federation-secret': 'x', 'x-federation-oidc-sub': 'admin' },
    })
    assert.equal(answer.status, 401)
  })

  for (const path of [ssoPath, '/v3/auth/OS-FEDERATION/websso/openid'])
    test(`web single sign-on at ${path}: code flow with PKCE, state and nonce`, async () => {
      const start = await s.call('GET', `${path}?origin=${encodeURIComponent(dashboard)}`)
      assert.equal(start.status, 302, JSON.stringify(start.body))
      const url = new URL(String(start.headers['location']))
      assert.equal(url.origin, provider.issuer)
      assert.equal(url.searchParams.get('redirect_uri'), redirectUri)
      assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
      for (const name of ['state', 'nonce', 'code_challenge'])
        assert.ok((url.searchParams.get(name) ?? '').length >= 43, name)
      const [cookie = '', ...flags] = String(start.headers['set-cookie']).split('; ')
      assert.deepEqual(flags, ['Path=/', 'Max-Age=600', 'HttpOnly', 'SameSite=Lax'])
      const back = await makeBrowser().signIn(url.href, 'anna-1', redirectUri)
      const respond = () => s.call('GET', back.replace('http://muster.test', ''), { headers: { cookie } })
      const page = await respond()
      assert.equal(page.status, 200, JSON.stringify(page.body))
      assert.match(String(page.headers['content-type']), /^text\/html/)
      const [, token = ''] = /name="token" value="([^"]+)"/.exec(page.body) ?? []
      assert.ok(page.body.includes(`action="${dashboard}"`))
      const shown = await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: token })
      assert.equal(shown.status, 200)
      assert.equal(shown.body.token.user.name, 'anna')
      // T46: the provider redeems a code once.
      assert.equal((await respond()).status, 401)
    })

  test('a provider that has stopped is 503', async () => {
    const stopped = await startOpenIdProvider([redirectUri])
    const fresh = await serverWith({ issuer: stopped.issuer })
    try {
      await makeProvider(fresh, { protocol: 'openid' })
      await stopped.close()
      const answer = await bearer(fresh, await provider.accessToken('anna-1', 'jwt'))
      assert.equal(answer.status, 503, JSON.stringify(answer.body))
    } finally {
      await fresh.close()
    }
  })
})
