import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, test } from 'node:test'
import {
  ApiError,
  ArgumentError,
  AuthenticationError,
  AuthorizationError,
  ConnectionError,
  Geobox,
  GeoboxError,
  type GeoboxOptions,
  InvalidResponseError,
  NotFoundError,
  ServerError,
  type User,
  ValidationError,
} from '../src/geobox/index.ts'
import { encodePassword } from '../src/geobox/password.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

type Respond = (request: Received, response: ServerResponse, count: number) => void

const against = async <T>(
  respond: Respond,
  use: (geobox: Geobox) => Promise<T>,
  credentials: object = { accessToken: 'token' },
) => {
  const server = await startFakeServer(respond)
  try {
    const baseUrl = `${server.url}/geobox/v1/`
    const geobox = new Geobox({ ...credentials, baseUrl, retries: 0 } as GeoboxOptions)
    const result = await use(geobox).catch((error: unknown) => error)
    return { result, received: server.received }
  } finally {
    await server.close()
  }
}
const always =
  (status: number, body: unknown): Respond =>
  (_request, response) =>
    sendJson(response, status, body)
const ids = (users: readonly User[]) => users.map(({ id }) => id)
const person = { username: 'ada', password: 'phrase' }
const baseUrl = 'https://x.example'

describe('failures of the Geobox client', () => {
  for (const options of [
    { accessToken: 'token' },
    { baseUrl },
    { baseUrl, accessToken: '' },
    { baseUrl, apiKey: '' },
    { baseUrl, username: 'ada' },
    { baseUrl, password: 'phrase' },
    { baseUrl, ...person, apiKey: 'key' },
    { baseUrl, accessToken: 'token', apiKey: 'key' },
  ])
    test(`rejects the options ${JSON.stringify(options)}`, () =>
      assert.throws(() => new Geobox(options as GeoboxOptions), ArgumentError))

  const one = { loc: ['body', 'email'], msg: 'is taken', type: 'x' }
  for (const [status, body, ErrorClass, message] of [
    [400, { detail: 'no' }, ValidationError, 'no'],
    [401, { detail: 'no' }, AuthenticationError, 'no'],
    [403, { detail: { msg: 'no' } }, AuthorizationError, 'no'],
    [404, { detail: [] }, NotFoundError, 'The service responded with the status 404'],
    [409, {}, ValidationError, 'The service responded with the status 409'],
    [422, { detail: [one] }, ValidationError, 'is taken: "email"'],
    [422, { detail: [one, { msg: 'is bad', loc: ['q'] }, 7] }, ValidationError, 'is taken: "email"; is bad'],
    [429, null, GeoboxError, 'The service responded with the status 429'],
    [418, 'text', GeoboxError, 'The service responded with the status 418'],
    [500, [], ServerError, 'The service responded with the status 500'],
    [503, { detail: 7 }, ServerError, 'The service responded with the status 503'],
  ] as const)
    test(`status ${status} with ${JSON.stringify(body)} is ${ErrorClass.name}`, async () => {
      const { result } = await against(always(status, body), (geobox) => geobox.users.get())
      assert.ok(result instanceof GeoboxError && result instanceof ApiError, String(result))
      assert.deepEqual(
        [result.constructor, result.status, result.body, result.message],
        [ErrorClass, status, body, message],
      )
    })

  for (const status of [400, 409, 429, 502])
    test(`status ${status} is an error of methods without a result`, async () => {
      for (const call of [
        (user: User) => user.delete(),
        (user: User) => user.renewPlan(),
        (user: User) => user.changePassword('x'),
        (user: User) => user.session('x').close(),
      ]) {
        const { result } = await against(always(status, {}), (geobox) => call(geobox.users.of(1)))
        assert.ok(result instanceof GeoboxError, String(result))
      }
    })

  for (const body of [
    null,
    {},
    [],
    { id: '1' },
    { id: 1, username: 7 },
    { id: 1, plan: 7 },
    { id: 1, plan: {} },
    { id: 1, created_at: 'yesterday' },
  ])
    test(`${JSON.stringify(body)} instead of a user is an InvalidResponseError`, async () => {
      const { result } = await against(always(200, body), (geobox) => geobox.users.get(1))
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  for (const respond of [
    (response: ServerResponse) => response.end('<html>'),
    (response: ServerResponse) => response.end(),
  ])
    test(`${respond} is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => respond(response.writeHead(200, { 'content-type': 'text/html' })),
        (geobox) => geobox.users.get(),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  test('a lost connection is a ConnectionError without the API key', async () => {
    const { result } = await against(
      (_request, response) => response.destroy(),
      (geobox) => geobox.users.get(),
      { apiKey: 'key-of-the-test' },
    )
    assert.ok(result instanceof ConnectionError)
    assert.ok(!JSON.stringify(result, Object.getOwnPropertyNames(result)).includes('key-of-the-test'))
  })

  for (const body of [{}, 7, 'text', [null], [{}], [{ id: 'x' }]])
    test(`${JSON.stringify(body)} instead of a list is an InvalidResponseError`, async () => {
      const { result } = await against(always(200, body), (geobox) =>
        geobox.users.list().toArray({ limit: 1 }),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  test('an empty or null body is an empty list', async () => {
    for (const respond of [
      always(200, null),
      (_request: Received, response: ServerResponse) => response.writeHead(204).end(),
    ]) {
      const { result } = await against(respond, async ({ users }) => [
        ...(await users.search().toArray({ limit: 9 })),
        ...(await users.of(1).getSessions()),
      ])
      assert.deepEqual(result, [])
    }
  })

  for (const [body, expected] of [
    [7, 7],
    [{ count: 7, more: 1 }, 7],
  ] as const)
    test(`${JSON.stringify(body)} is a count`, async () => {
      const { result, received } = await against(always(200, body), (geobox) =>
        geobox.users.count({ search: 'a b' }),
      )
      assert.equal(result, expected)
      const query = 'f=json&search=a+b&return_count=True&skip=0&limit=10'
      assert.equal(received[0]?.url, `/geobox/v1/users/?${query}`)
    })

  for (const body of ['7', {}, { count: '7' }, null, []])
    test(`${JSON.stringify(body)} instead of a count is an InvalidResponseError`, async () => {
      const { result } = await against(always(200, body), (geobox) => geobox.users.count())
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  test('a list is complete when the service has smaller pages, and ends when it ignores skip', async () => {
    const all = Array.from({ length: 25 }, (_item, index) => ({ id: index + 1 }))
    const small = await against(
      ({ url }, response) => {
        const skip = Number(new URL(url, baseUrl).searchParams.get('skip'))
        sendJson(response, 200, all.slice(skip, skip + 10))
      },
      (geobox) => geobox.users.list({ skip: 2 }).toArray({ limit: 99 }).then(ids),
    )
    assert.deepEqual(small.result, ids(all as unknown as User[]).slice(2))
    assert.equal(small.received.length, 3)
    const fixed = await against(always(200, all), (geobox) =>
      geobox.users.list({ limit: 60 }).toArray({ limit: 99 }).then(ids),
    )
    assert.deepEqual([(fixed.result as number[]).length, fixed.received.length], [25, 2])
  })

  test('a partial response of an update keeps the other fields', async () => {
    const { result, received } = await against(
      always(200, { status: 'Pending', novel: 1 }),
      async ({ users }) => {
        const user = users.of(7, { username: 'ada', role: 'Viewer' })
        await user.update({ status: 'Pending', mobile: '', plan: null, expirationDate: '' })
        return [user.username, user.role, user.status, user.data]
      },
    )
    const data = { id: 7, username: 'ada', role: 'Viewer', status: 'Pending', novel: 1 }
    assert.deepEqual(result, ['ada', 'Viewer', 'Pending', data])
    const { method, url, body } = received[0] ?? assert.fail('no request')
    assert.deepEqual([method, url], ['PUT', '/geobox/v1/users/7/'])
    assert.deepEqual(JSON.parse(body), {
      status: 'Pending',
      mobile: null,
      plan_id: null,
      expiration_date: null,
    })
  })

  for (const body of [null, [], 'text', { id: null }])
    test(`${JSON.stringify(body)} instead of an updated user keeps the user`, async () => {
      await against(always(200, body), async ({ users }) => {
        const user = users.of(7, { username: 'ada' })
        await assert.rejects(user.update({ status: 'Active' }), InvalidResponseError)
        assert.deepEqual(user.data, { id: 7, username: 'ada' })
      }).then(({ result }) => assert.equal(result, undefined))
    })

  test('sends each request as the service expects it', async () => {
    const { result, received } = await against(
      (_request, response) => response.writeHead(202, { 'content-type': 'text/plain' }).end('ok'),
      async ({ users }) => {
        const user = users.of(7)
        await user.delete()
        await user.changePassword('P@ssw0rd')
        await user.renewPlan()
        await user.session('x/y').close()
      },
    )
    assert.equal(result, undefined)
    assert.deepEqual(
      received.map(({ method, url, body }) => [method, url, body]),
      [
        ['DELETE', '/geobox/v1/users/7/', ''],
        ['POST', '/geobox/v1/users/7/change-password', 'new_password=empZWV0aWE4%3D'],
        ['POST', '/geobox/v1/users/7/renewPlan', ''],
        ['POST', '/geobox/v1/users/7/sessions/x%2Fy', '{"user_id":7,"session_uuid":"x/y"}'],
      ],
    )
    assert.ok(received.every(({ headers }) => headers.authorization === 'Bearer token'))
  })

  for (const [password, encoded] of [
    ['P@ssw0rd', 'empZWV0aWE4='],
    ['pässwörd✓', 'WsOOWVldw5xYTuKcuQ=='],
    ['😀a', '8J+Yqks='],
  ] as const)
    test(`encodes the password ${password}`, () =>
      assert.equal(encodePassword('password', password), encoded))
})

describe('sign-in of the Geobox client', () => {
  const isSignIn = ({ url }: Received) => url === '/geobox/v1/auth/token/'

  test('signs in once, and again when the token is rejected', async () => {
    let tokens = 0
    const { result, received } = await against(
      (request, response) => {
        if (isSignIn(request)) return sendJson(response, 200, { access_token: `token-${++tokens}` })
        const isEnded = request.headers.authorization === 'Bearer token-1'
        return sendJson(response, isEnded ? 401 : 200, { id: 1 })
      },
      async ({ users }) => ids(await Promise.all([users.get(), users.get()])),
      person,
    )
    assert.deepEqual(result, [1, 1])
    const [first] = received
    assert.equal(first?.body, 'username=ada&password=phrase')
    assert.equal(first?.headers['content-type'], 'application/x-www-form-urlencoded')
    assert.equal(first?.headers.authorization, undefined)
    assert.equal(received.filter(isSignIn).length, tokens)
    assert.equal(tokens, 2)
  })

  for (const [status, body, ErrorClass] of [
    [401, { detail: 'no' }, AuthenticationError],
    [403, { detail: 'too many requests' }, AuthorizationError],
    [200, {}, InvalidResponseError],
    [200, { access_token: 7 }, InvalidResponseError],
  ] as const)
    test(`status ${status} with ${JSON.stringify(body)} is ${ErrorClass.name}`, async () => {
      const { result, received } = await against(
        always(status, body),
        async ({ users }) => {
          await assert.rejects(users.get(), ErrorClass)
          return users.get()
        },
        person,
      )
      assert.ok(result instanceof ErrorClass, String(result))
      assert.ok(received.length === 2 && received.every(isSignIn))
      assert.ok(!JSON.stringify(result, Object.getOwnPropertyNames(result)).includes('phrase'))
    })

  test('a signal ends the wait for the sign-in, which other calls share', async () => {
    const controller = new AbortController()
    const { result } = await against(
      (request, response) => {
        if (!isSignIn(request)) return sendJson(response, 200, { id: 1 })
        controller.abort(new Error('enough'))
        return sendJson(response, 200, { access_token: 'token' })
      },
      async ({ users }) => {
        const [aborted, other] = [users.get('me', { signal: controller.signal }), users.get()]
        await assert.rejects(aborted, /enough/)
        return (await other).id
      },
      person,
    )
    assert.equal(result, 1)
  })
})
