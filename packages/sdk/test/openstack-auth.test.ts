import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Connection, EndpointNotFound, Unauthorized } from '../src/openstack/index.ts'
import { onEachMuster } from './muster-server.ts'
import { openstackAuthSuite } from './openstack-auth-suite.ts'
import { adminOptions, unique } from './openstack-suite.ts'

onEachMuster('openstack: authentication', (server) => {
  const target = () => {
    const authUrl = `${server().url}/v3`
    return { authUrl, adminPassword: server().adminPassword, endpointOverrides: { identity: authUrl } }
  }
  openstackAuthSuite(target, { hasTotp: true })

  /** The secrets of a session and of an API key of the administrator. */
  const secrets = async () => {
    const muster = (path: string, body: object, authorization?: string) =>
      server().call('POST', `/api/v1${path}`, { body, ...(authorization && { headers: { authorization } }) })
    const credentials = { username: 'admin', password: server().adminPassword }
    const session = (await muster('/sessions', credentials)).body.secret as string
    const made = await muster('/api-keys', { name: unique() }, `Bearer ${session}`)
    return { session, key: made.body.secret as string, keyId: made.body.api_key.id as string }
  }

  test('an API key and a session are sent in place of a token, to the auth address', async () => {
    const { session, key } = await secrets()
    for (const secret of [key, async () => key, session])
      for (const authUrl of [target().authUrl, server().url]) {
        const requests: string[] = []
        const hooks = { onRequest: ({ url }: { url: string }) => void requests.push(url) }
        const connection = new Connection({ authUrl, auth: { type: 'apiKey', secret }, hooks })
        const user = await connection.identity.users.create({ name: unique() })
        await connection.identity.users.delete(user)
        assert.ok(!requests.some((url) => url.endsWith('/auth/tokens')), requests.join())
        const { body } = await connection.request({
          service: 'identity',
          method: 'GET',
          path: '/auth/projects',
        })
        assert.ok((body as { projects: unknown[] }).projects.length > 0)
        assert.equal(await connection.token(), secret === session ? session : key)
        await assert.rejects(connection.endpoint('compute'), EndpointNotFound)
        for (const call of [
          () => connection.authenticate(),
          () => connection.tokenDetails(),
          () => connection.revokeToken(),
        ])
          await assert.rejects(call(), /these credentials are sent without a token/)
        assert.ok(!inspect(connection, { depth: 20, showHidden: true }).includes(key))
      }
  })

  test('a function returns the new secret of a key that was rotated; a text is an error', async () => {
    const { session, key, keyId } = await secrets()
    let current = key
    const { authUrl } = target()
    const withFunction = new Connection({ authUrl, auth: { type: 'apiKey', secret: () => current } })
    const withText = new Connection({ authUrl, auth: { type: 'apiKey', secret: key } })
    await Promise.all([withFunction, withText].map(({ identity }) => identity.users.find('admin')))
    const headers = { authorization: `Bearer ${session}` }
    const rotated = await server().call('POST', `/api/v1/api-keys/${keyId}/rotate`, { body: {}, headers })
    await assert.rejects(withText.identity.users.find('admin'), Unauthorized)
    await assert.rejects(withFunction.identity.users.find('admin'), Unauthorized)
    current = rotated.body.secret
    assert.equal((await withFunction.identity.users.find('admin'))?.name, 'admin')
  })

  test('an API key is the only method, and has a scope of its own', () => {
    const { authUrl } = target()
    const auth = { type: 'apiKey', secret: 'mst_k_x' } as const
    assert.throws(() => new Connection({ authUrl, auth, scope: { system: 'all' } }), /scope of their own/)
    assert.throws(() => new Connection({ authUrl, auth: [auth] as never }), /or apiKey or cookie alone/)
  })

  test('the session cookie is sent by the browser in place of a token, with the header of the same origin', async () => {
    const { session } = await secrets()
    const requests: string[] = []
    /** As a browser: the page cannot set the cookie, and the browser adds it. */
    const browserWith =
      (cookie: string): typeof fetch =>
      (url, init) => {
        const headers = new Headers(init?.headers)
        requests.push(
          `${headers.get('x-muster-request')} ${headers.get('x-auth-token')} ${new URL(String(url)).pathname}`,
        )
        headers.set('cookie', `__Host-muster=${cookie}`)
        return fetch(url, { ...init, headers })
      }
    const { authUrl } = target()
    const auth = { type: 'cookie' } as const
    const connection = new Connection({ authUrl, auth, fetch: browserWith(session) })
    const role = await connection.identity.roles.create({ name: unique() })
    const { body } = await connection.request({
      service: 'identity',
      method: 'GET',
      path: '/role_inferences',
    })
    assert.ok((body as { role_inferences: unknown[] }).role_inferences.length > 0)
    await connection.identity.roles.delete(role)
    assert.deepEqual(requests, [
      '1 null /v3/roles',
      '1 null /v3/role_inferences',
      `1 null /v3/roles/${role.id}`,
    ])
    await assert.rejects(connection.endpoint('compute'), EndpointNotFound)
    for (const call of [
      () => connection.authenticate(),
      () => connection.token(),
      () => connection.tokenDetails(),
      () => connection.revokeToken(),
    ])
      await assert.rejects(call(), /these credentials are sent without a token/)
    const ended = new Connection({ authUrl, auth, fetch: browserWith('mst_s_ended') })
    await assert.rejects(ended.identity.roles.create({ name: unique() }), Unauthorized)
    assert.throws(() => new Connection({ authUrl, auth, scope: { system: 'all' } }), /scope of their own/)
    assert.throws(() => new Connection({ authUrl, auth: [auth] as never }), /cookie alone/)
  })

  test('operations use the identity endpoint of the catalog', async () => {
    const { identity } = new Connection(adminOptions(target()))
    const service = await identity.services.find('keystone', { ignoreMissing: false })
    for await (const endpoint of identity.endpoints.list({ serviceId: service }))
      await identity.endpoints.update(endpoint, { url: `${server().url}/v3` })
    const urls: string[] = []
    const { endpointOverrides: _none, ...options } = adminOptions(target())
    const hooks = { onRequest: ({ url }: { url: string }) => void urls.push(url) }
    const connection = new Connection({ ...options, authUrl: server().url, hooks })
    await connection.identity.users.find('admin')
    assert.deepEqual(urls, [
      `${server().url}/`,
      `${server().url}/v3/auth/tokens`,
      `${server().url}/v3/users/admin`,
      `${server().url}/v3/users`,
    ])
  })
})
