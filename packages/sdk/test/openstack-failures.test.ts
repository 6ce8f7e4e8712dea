import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { inspect } from 'node:util'
import {
  ApiError,
  ClientError,
  Connection,
  ConnectionError,
  type ConnectionOptions,
  InvalidResponseError,
  MethodNotAllowed,
  MissingAuthMethods,
  RequestTooLarge,
  ResourceNotFound,
  ServerError,
  TooManyRequests,
  Unauthorized,
} from '../src/openstack/index.ts'
import { type FakeKeystone, keystoneError, startFakeKeystone, tokenBody } from './fake-keystone.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

const password = 'password-of-the-test'
const auth = { type: 'password', user: { id: 'u1' }, password } as const

type Respond = (request: Received, response: ServerResponse, server: FakeKeystone) => void

const against = async (
  respond: Respond,
  use: (connection: Connection, server: FakeKeystone) => Promise<void>,
  { token, ...options }: Partial<ConnectionOptions> & { token?: (count: number) => object } = {},
): Promise<void> => {
  const server = await startFakeKeystone(respond, token)
  try {
    await use(new Connection({ authUrl: `${server.url}/v3`, auth, retries: 0, ...options }), server)
  } finally {
    await server.close()
  }
}

const user = {
  id: 'u1',
  name: 'jane',
  domain_id: 'default',
  enabled: true,
  password_expires_at: null,
  options: {},
}
const showUser: Respond = (_request, response) => sendJson(response, 200, { user })

test('calls in parallel share the first authentication, and one renewal after 401', async () => {
  await against(
    ({ headers }, response) =>
      headers['x-auth-token'] === 'token-1'
        ? keystoneError(response, 401)
        : sendJson(response, 200, { user }),
    async ({ identity }, server) => {
      await Promise.all(Array.from({ length: 10 }, () => identity.users.get('u1')))
      assert.equal(server.issued(), 2)
    },
  )
})

test('a 401 for an older token uses the token that replaced it', async () => {
  const waiting: (() => void)[] = []
  await against(
    ({ url, headers }, response) => {
      const reject = () => keystoneError(response, 401)
      if (headers['x-auth-token'] !== 'token-1') sendJson(response, 200, { user })
      else if (url.endsWith('slow')) waiting.push(reject)
      else reject()
    },
    async ({ identity }, server) => {
      const slow = identity.users.get('slow')
      await identity.users.get('fast')
      for (const reject of waiting) reject()
      await slow
      assert.equal(server.issued(), 2)
    },
  )
})

test('a second 401 is an error, not another renewal', async () => {
  await against(
    (_request, response) => keystoneError(response, 401, 'Unauthorized'),
    async ({ identity }, server) => {
      await assert.rejects(identity.users.get('u1'), Unauthorized)
      assert.deepEqual([server.issued(), server.operations().length], [2, 2])
    },
  )
})

test('a token is renewed before it expires, by its lifetime and not by the clock of the server', async () => {
  await against(
    showUser,
    async ({ identity }, server) => {
      for (let call = 0; call < 3; call++) await identity.users.get('u1')
      assert.equal(server.issued(), 2)
    },
    { token: (count) => tokenBody({}, count === 1 ? 0 : 3600) },
  )
})

for (const [title, method] of Object.entries({
  'a fixed token': { type: 'token', token: 'fixed' },
  'a fixed passcode': { type: 'totp', user: { id: 'u1' }, passcode: '123456' },
} as const))
  test(`${title} is not sent again after 401`, async () => {
    await against(
      ({ method, url }, response) =>
        method === 'GET' && url === '/v3/auth/tokens'
          ? sendJson(response, 200, tokenBody())
          : keystoneError(response, 401, 'Unauthorized'),
      async ({ identity }, server) => {
        await assert.rejects(identity.users.get('u1'), Unauthorized)
        assert.equal(server.received.filter(({ url }) => url === '/v3/auth/tokens').length, 1)
      },
      { auth: method },
    )
  })

test('the signal of one caller does not end the authentication that others wait for', async () => {
  const controller = new AbortController()
  await against(showUser, async ({ identity }, server) => {
    const [aborted, other] = await Promise.allSettled([
      identity.users.get('u1', { signal: controller.signal }),
      identity.users.get('u1'),
      Promise.resolve().then(() => controller.abort(new Error('closed'))),
    ])
    assert.equal(aborted.status === 'rejected' && aborted.reason.message, 'closed')
    assert.equal(other.status, 'fulfilled')
    assert.equal(server.issued(), 1)
  })
})

test('a failed authentication is not kept', async () => {
  let count = 0
  const server = await startFakeServer(({ method }, response) => {
    if (method === 'GET') return sendJson(response, 200, { user })
    if (++count === 1) return keystoneError(response, 500)
    sendJson(response, 201, tokenBody(), { 'x-subject-token': 't' })
  })
  const { identity } = new Connection({ authUrl: `${server.url}/v3`, auth })
  await assert.rejects(identity.users.get('u1'), ServerError)
  assert.equal((await identity.users.get('u1')).name, 'jane')
  await server.close()
})

const rubbishTokens: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'no token id': (response) => sendJson(response, 201, tokenBody()),
  'no token': (response) => sendJson(response, 201, {}, { 'x-subject-token': 't' }),
  'null as token': (response) => sendJson(response, 201, { token: null }, { 'x-subject-token': 't' }),
  'no user': (response) => sendJson(response, 201, tokenBody({ user: null }), { 'x-subject-token': 't' }),
  'no time': (response) =>
    sendJson(response, 201, tokenBody({ expires_at: null }), { 'x-subject-token': 't' }),
  'a wrong time': (response) =>
    sendJson(response, 201, tokenBody({ expires_at: 'soon' }), { 'x-subject-token': 't' }),
  'roles as an object': (response) =>
    sendJson(response, 201, tokenBody({ roles: {} }), { 'x-subject-token': 't' }),
  'a catalog with null': (response) =>
    sendJson(response, 201, tokenBody({ catalog: [null] }), { 'x-subject-token': 't' }),
  'an endpoint without URL': (response) =>
    sendJson(response, 201, tokenBody({ catalog: [{ type: 'compute', endpoints: [{}] }] }), {
      'x-subject-token': 't',
    }),
  HTML: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
  nothing: (response) => response.writeHead(204).end(),
  'a redirect': (response) => response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end(),
}
for (const [title, respond] of Object.entries(rubbishTokens))
  test(`a token response with ${title} is an InvalidResponseError`, async () => {
    const server = await startFakeServer((_request, response) => respond(response))
    const connection = new Connection({ authUrl: `${server.url}/v3`, auth, retries: 0 })
    const error = await connection.authenticate().catch((thrown: unknown) => thrown)
    await server.close()
    assert.ok(error instanceof InvalidResponseError, String(error))
    assert.ok(!inspect(error, { depth: 9 }).includes(password))
  })

test('a server that cannot be reached is a ConnectionError', async () => {
  const { identity } = new Connection({ authUrl: 'http://127.0.0.1:9/v3', auth, retries: 0 })
  await assert.rejects(identity.users.get('u1'), ConnectionError)
})

const rubbishBodies: Readonly<Record<string, unknown>> = {
  'no user': {},
  'null as user': { user: null },
  'an array as user': { user: [user] },
  'a number as id': { user: { ...user, id: 7 } },
  'a wrong time': { user: { ...user, password_expires_at: 'soon' } },
  'options as null': { user: { ...user, options: null } },
  null: null,
  'a text': 'user',
}
for (const [title, body] of Object.entries(rubbishBodies))
  test(`a response with ${title} is an InvalidResponseError`, async () => {
    await against(
      (_request, response) => sendJson(response, 200, body),
      async ({ identity }) => {
        await assert.rejects(identity.users.get('u1'), InvalidResponseError)
      },
    )
  })

for (const body of [{}, { users: null }, { users: {} }, { users: [null] }, { users: [{}] }, null, []])
  test(`a list that is ${JSON.stringify(body)} is an InvalidResponseError`, async () => {
    await against(
      (_request, response) => sendJson(response, 200, body),
      async ({ identity }) => {
        await assert.rejects(identity.users.list().toArray({ limit: 1 }), InvalidResponseError)
      },
    )
  })

test('role assignments with an unexpected shape are an InvalidResponseError', async () => {
  for (const row of [null, {}, { role: {}, scope: {} }, { role: { id: 'r' }, scope: null }])
    await against(
      (_request, response) => sendJson(response, 200, { role_assignments: [row] }),
      async ({ identity }) => {
        await assert.rejects(identity.roleAssignments.list().toArray({ limit: 1 }), InvalidResponseError)
      },
    )
})

test('a page that an interceptor shows instead of Identity is neither a success nor a missing object', async () => {
  await against(
    ({ method }, response) =>
      response.writeHead(method === 'GET' ? 404 : 200, { 'content-type': 'text/html' }).end('<h1>Pay</h1>'),
    async ({ identity }) => {
      await assert.rejects(identity.users.delete('u1'), InvalidResponseError)
      await assert.rejects(identity.users.find('u1'), ResourceNotFound)
      await assert.rejects(identity.groups.hasUser({ user: 'u', group: 'g' }), InvalidResponseError)
      await assert.rejects(identity.roles.assign({ role: 'r', user: 'u', domain: 'd' }), InvalidResponseError)
    },
  )
})

test('a list follows the marker of links.next, and never its address', async () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...user, id }))
  await against(
    ({ url }, response) => {
      const marker = new URL(url, 'http://fake').searchParams.get('marker')
      const start = marker === null ? 0 : rows.findIndex(({ id }) => id === marker) + 1
      const page = rows.slice(start, start + 2)
      const last = page.at(-1)?.id
      const next = last === undefined ? null : `http://127.0.0.2:9/v3/users?name=x&marker=${last}&limit=2`
      sendJson(response, 200, { users: page, links: { next, self: '', previous: null } })
    },
    async ({ identity }, server) => {
      const found = await identity.users.list({ name: 'x' }).toArray({ limit: 100 })
      assert.deepEqual(
        found.map(({ id }) => id),
        ['a', 'b', 'c', 'd', 'e'],
      )
      assert.deepEqual(
        server.operations().map(({ url }) => url),
        ['', '&limit=2&marker=b', '&limit=2&marker=d', '&limit=2&marker=e'].map(
          (rest) => `/v3/users?name=x${rest}`,
        ),
      )
    },
  )
})

for (const next of ['?marker=b', '?limit=2'])
  test(`a server that ignores the marker is an error, with links.next ${next}`, async () => {
    await against(
      (_request, response) =>
        sendJson(response, 200, {
          users: [user, { ...user, id: 'b' }],
          links: { next: `http://x/v3/users${next}` },
        }),
      async ({ identity }, server) => {
        await assert.rejects(identity.users.list({ limit: 2 }).toArray({ limit: 100 }), /same page twice/)
        assert.equal(server.operations().length, 2)
      },
    )
  })

test('each error status has a class', async () => {
  const classes = [
    [405, MethodNotAllowed],
    [413, RequestTooLarge],
    [429, TooManyRequests],
    [500, ServerError],
    [503, ServerError],
    [418, ApiError],
  ] as const
  for (const [status, type] of classes)
    await against(
      (_request, response) => keystoneError(response, status, 'Teapot'),
      async ({ identity }) => {
        const error = await identity.users.get('u1').catch((thrown: unknown) => thrown)
        assert.equal((error as Error).constructor, type)
        assert.ok(error instanceof ApiError && error instanceof ClientError)
        assert.deepEqual([error.status, error.code, error.requestId], [status, 'Teapot', 'req-1'])
        assert.equal(error.message, 'GET /users/{user}: rejected: Teapot')
      },
    )
})

test('a receipt with an unexpected body is still a MissingAuthMethods', async () => {
  for (const body of [null, {}, { receipt: 1, required_auth_methods: [1, null, [2, 'totp']] }]) {
    const server = await startFakeServer((_request, response) =>
      sendJson(response, 401, body, { 'openstack-auth-receipt': 'receipt-of-the-test' }),
    )
    const error = await new Connection({ authUrl: `${server.url}/v3`, auth })
      .authenticate()
      .catch((e: unknown) => e)
    await server.close()
    assert.ok(error instanceof MissingAuthMethods, String(error))
    assert.deepEqual(
      [error.receipt, error.expiresAt, error.userId],
      ['receipt-of-the-test', undefined, undefined],
    )
  }
})

test('find reads the list when the id is rejected, and matches names exactly', async () => {
  for (const status of [400, 403, 404])
    await against(
      ({ url }, response) =>
        url.includes('?')
          ? sendJson(response, 200, { users: [{ ...user, name: 'JANE', id: 'x' }, user] })
          : keystoneError(response, status),
      async ({ identity }) => {
        assert.equal((await identity.users.find('jane'))?.id, 'u1')
        assert.equal(await identity.users.find('Jane'), undefined)
      },
    )
})

test('find reads the whole list of a noun without names', async () => {
  const endpoint = {
    id: 'e1',
    name: 'front',
    service_id: 's',
    interface: 'public',
    url: 'http://x',
    enabled: true,
  }
  await against(
    ({ url }, response) =>
      url === '/v3/endpoints'
        ? sendJson(response, 200, { endpoints: [endpoint] })
        : keystoneError(response, 404),
    async ({ identity }) => {
      assert.equal((await identity.endpoints.find('front'))?.id, 'e1')
    },
  )
})

test('the copy of additional attributes that Keystone adds after PATCH is dropped', async () => {
  const shown = async (attributes: object) => {
    let extra: object = {}
    await against(
      (_request, response) => sendJson(response, 200, { user: { ...user, ...attributes } }),
      async ({ identity }) => {
        extra = (await identity.users.update('u1', { enabled: true })).extra
      },
    )
    return extra
  }
  assert.deepEqual(await shown({ a: 1, extra: { a: 1 } }), { a: 1 })
  assert.deepEqual(await shown({ extra: {} }), {})
  assert.deepEqual(await shown({ a: 1, extra: { a: 2 } }), { a: 1, extra: { a: 2 } })
  assert.deepEqual(await shown({ extra: 'text' }), { extra: 'text' })
})

test('attributes keep their names and values, whatever they are', async () => {
  const attributes = JSON.parse(
    '{"__proto__": {"a": 1}, "constructor": "b", "costCenter": {"some_key": [null]}}',
  )
  await against(
    ({ body }, response) =>
      sendJson(response, 201, { user: { ...user, ...{ extra: 5 }, ...JSON.parse(body).user, id: 'u' } }),
    async ({ identity }, server) => {
      const created = await identity.users.create({ name: 'jane', extra: attributes })
      assert.deepEqual(Object.keys(created.extra).sort(), ['__proto__', 'constructor', 'costCenter', 'extra'])
      assert.deepEqual(created.extra['costCenter'], { some_key: [null] })
      assert.match(server.operations()[0]?.body ?? '', /"__proto__":\{"a":1\}/)
    },
  )
})
