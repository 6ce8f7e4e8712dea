import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ArgumentError,
  Connection,
  type ConnectionOptions,
  DiscoveryError,
  EndpointNotFound,
} from '../src/openstack/index.ts'
import { type FakeKeystone, keystoneError, startFakeKeystone, tokenBody } from './fake-keystone.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

const auth = { type: 'password', user: { id: 'u1' }, password: 'p' } as const
const user = { id: 'u1', name: 'jane', domain_id: 'default', enabled: true }

const version = (href: string, id = 'v3.14') => ({ id, status: 'stable', links: [{ rel: 'self', href }] })

/** Serves token and user below `prefix`, and `root` above it. */
const startBehind = async (prefix: string, root: (request: Received) => unknown, status = 300) =>
  startFakeServer((request, response) => {
    const { method, url } = request
    if (url === `${prefix}/auth/tokens` && method === 'POST')
      return sendJson(response, 201, tokenBody(), { 'x-subject-token': 't' })
    if (url === `${prefix}/users/u1`) return sendJson(response, 200, { user })
    const body = root(request)
    if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/html' }).end(body)
    else sendJson(response, status, body, { location: 'http://127.0.0.2:9/v3/' })
  })

const discovered: Readonly<Record<string, [prefix: string, root: unknown, status: number]>> = {
  'the address of the version document': [
    '/keystone/v3',
    { versions: { values: [version('/keystone/v3/')] } },
    300,
  ],
  'a server that advertises another host': [
    '/v3',
    { versions: { values: [version('http://127.0.0.2:9/x/v3/')] } },
    300,
  ],
  'a document of one version': ['/v3', { version: version('http://127.0.0.2:9/v3/') }, 200],
  'several versions': ['/v3', { versions: { values: [version('/v2.0', 'v2.0'), version('/v3/')] } }, 300],
  'a version without links': ['/v3', { versions: { values: [{ id: 'v3.8' }] } }, 300],
  'a proxy that passes on /v3 only': ['/v3', '<h1>Not found</h1>', 404],
  'a page of HTML at the root': ['/v3', '<h1>Welcome</h1>', 200],
  'rubbish at the root': ['/v3', [null, 1], 200],
}
for (const [title, [prefix, root, status]] of Object.entries(discovered))
  test(`discovery: ${title}`, async () => {
    const server = await startBehind(prefix, () => root, status)
    const { identity } = new Connection({ authUrl: server.url, auth, retries: 0 })
    assert.equal((await identity.users.get('u1')).id, 'u1')
    await identity.users.get('u1')
    await server.close()
    assert.equal(server.received.filter(({ url }) => url === '/').length, 1)
    assert.equal(server.received.find(({ url }) => url === '/')?.headers['x-auth-token'], undefined)
  })

test('a server without Identity v3 is a DiscoveryError, and discovery is tried again', async () => {
  const server = await startBehind('/v3', () => ({ versions: { values: [version('/v2.0', 'v2.0')] } }))
  const connection = new Connection({ authUrl: server.url, auth })
  for (let call = 0; call < 2; call++)
    await assert.rejects(connection.authenticate(), (error: unknown) => {
      assert.ok(error instanceof DiscoveryError)
      assert.match(error.message, /offers no Identity v3, only v2\.0/)
      return true
    })
  await server.close()
  assert.equal(server.received.length, 2)
})

const endpoint = (url: string, kind = 'public', region = 'one') => ({
  id: 'e',
  interface: kind,
  region,
  region_id: region,
  url,
})

const withCatalog = async (
  catalog: (url: string) => object[],
  options: Partial<ConnectionOptions>,
  use: (connection: Connection, server: FakeKeystone) => Promise<void>,
) => {
  const server: FakeKeystone = await startFakeKeystone(
    ({ url }, response) =>
      /\/users\/u1$/.test(url) ? sendJson(response, 200, { user }) : keystoneError(response, 404),
    () => tokenBody({ catalog: catalog(server.url) }),
  )
  await use(new Connection({ authUrl: `${server.url}/v3`, auth, retries: 0, ...options }), server)
  await server.close()
}

test('identity: the endpoint of the catalog by interface and region, and the auth address without one', async () => {
  const catalog = (url: string) => [
    {
      type: 'identity',
      name: 'keystone',
      endpoints: [
        endpoint(`${url}/one/v3`),
        endpoint(`${url}/two/v3/`, 'public', 'two'),
        endpoint(`${url}/internal`, 'internal'),
      ],
    },
  ]
  const expected: [Partial<ConnectionOptions>, string][] = [
    [{}, '/one/v3/users/u1'],
    [{ region: 'two' }, '/two/v3/users/u1'],
    [{ interface: 'internal' }, '/internal/v3/users/u1'],
    [{ region: 'three' }, '/v3/users/u1'],
  ]
  for (const [options, url] of expected)
    await withCatalog(catalog, options, async ({ identity }, server) => {
      await identity.users.get('u1')
      assert.equal(server.operations().at(-1)?.url, url)
    })
})

test('identity: an override is used instead of the catalog', async () => {
  const catalog = () => [{ type: 'identity', name: '', endpoints: [endpoint('http://127.0.0.2:9/v3')] }]
  await withCatalog(catalog, {}, async (_connection, { url }) => {
    const connection = new Connection({
      authUrl: `${url}/v3`,
      auth,
      endpointOverrides: { identity: `${url}/proxy/v3/` },
    })
    assert.equal((await connection.identity.users.get('u1')).id, 'u1')
    assert.equal(await connection.endpoint('identity'), `${url}/proxy/v3`)
  })
})

test('a service has the types that older catalogs use', async () => {
  const catalog = () => [
    { type: 'volumev2', endpoints: [endpoint('http://two')] },
    { type: 'volumev3', endpoints: [endpoint('http://three/')] },
  ]
  await withCatalog(catalog, {}, async (connection) => {
    assert.equal(await connection.endpoint('block-storage'), 'http://three')
    for (const service of ['compute', 'constructor', '__proto__'])
      await assert.rejects(connection.endpoint(service), EndpointNotFound)
  })
})

test('an invalid address in the catalog is an EndpointNotFound', async () => {
  const catalog = () => [{ type: 'compute', endpoints: [endpoint('compute.example:8774')] }]
  await withCatalog(catalog, {}, async (connection) => {
    await assert.rejects(
      connection.request({ service: 'compute', method: 'GET', path: '/' }),
      EndpointNotFound,
    )
  })
})

test('a service that redirects to another origin does not get its client to send the token there', async () => {
  const thief = await startFakeServer((_request, response) => sendJson(response, 200, {}))
  const compute = await startFakeServer((_request, response) =>
    response.writeHead(302, { location: thief.url }).end(),
  )
  const catalog = () => [{ type: 'compute', endpoints: [endpoint(compute.url)] }]
  await withCatalog(catalog, {}, async (connection) => {
    await assert.rejects(
      connection.request({ service: 'compute', method: 'GET', path: '/servers' }),
      /redirect is not followed/,
    )
  })
  assert.equal(thief.received.length, 0)
  await Promise.all([thief.close(), compute.close()])
})

const invalid: Readonly<Record<string, [argument: string, options: object]>> = {
  'no address': ['authUrl', { authUrl: undefined }],
  'an address without scheme': ['authUrl', { authUrl: 'cloud.example/v3' }],
  'an address with a password': ['authUrl', { authUrl: 'http://a:b@cloud.example/v3' }],
  'no method': ['auth', { auth: [] }],
  'an unknown method': ['auth', { auth: { type: 'constructor' } }],
  'a method twice': ['auth', { auth: [auth, auth] }],
  'a scope of an application credential': [
    'scope',
    { auth: { type: 'applicationCredential', id: 'a', secret: 's' }, scope: 'unscoped' },
  ],
  'an empty project': ['scope.project', { scope: { project: '' } }],
  'a project without its domain': ['scope.project.domain', { scope: { project: { name: 'web' } } }],
  'an unknown scope': ['scope', { scope: { galaxy: 'all' } }],
  'an override that is no address': ['endpointOverrides', { endpointOverrides: { compute: 'compute' } }],
}
for (const [title, [argument, options]] of Object.entries(invalid))
  test(`rejects ${title} before a request is sent`, () => {
    assert.throws(
      () => new Connection({ authUrl: 'http://127.0.0.1:9/v3', auth, ...options } as ConnectionOptions),
      (error: unknown) => {
        assert.ok(error instanceof ArgumentError, String(error))
        assert.equal(error.argument, argument)
        return true
      },
    )
  })

for (const [argument, method] of Object.entries({
  user: { type: 'password', password: 'p' },
  'user.domain': { type: 'password', user: { name: 'jane' }, password: 'p' },
  password: { type: 'password', user: { id: 'u' }, password: '' },
  passcode: { type: 'totp', user: { id: 'u' }, passcode: () => undefined },
  token: { type: 'token', token: '' },
  secret: { type: 'applicationCredential', id: 'a' },
  auth: { type: 'applicationCredential', secret: 's' },
}))
  test(`authentication without ${argument} is an ArgumentError`, async () => {
    const connection = new Connection({ authUrl: 'http://127.0.0.1:9/v3', auth: method as never })
    await assert.rejects(connection.authenticate(), (error: unknown) => {
      assert.ok(error instanceof ArgumentError, String(error))
      assert.equal(error.argument, argument)
      return true
    })
  })

test('a request needs a service and a path', async () => {
  const connection = new Connection({ authUrl: 'http://127.0.0.1:9/v3', auth })
  await assert.rejects(connection.request({ service: '', method: 'GET', path: '/' }), { argument: 'service' })
  await assert.rejects(connection.request({ service: 'compute', method: 'GET', path: 'servers' }), {
    argument: 'path',
  })
})
