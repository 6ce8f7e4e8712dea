import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, test } from 'node:test'
import {
  ApiException,
  ArgumentError,
  Arize,
  type ArizeOptions,
  BadRequestException,
  ConflictException,
  ConnectionError,
  ForbiddenException,
  InvalidResponseError,
  NotFoundException,
  ServiceException,
  UnauthorizedException,
  UnprocessableEntityException,
} from '../src/arize/index.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

const against = async <T>(
  respond: (request: Received, response: ServerResponse, count: number) => void,
  use: (arize: Arize) => Promise<T>,
  options: Partial<ArizeOptions> = {},
) => {
  const server = await startFakeServer(respond)
  try {
    const arize = new Arize({ apiKey: 'key', baseUrl: `${server.url}/arize/`, retries: 0, ...options })
    const result = await use(arize).catch((error: unknown) => error)
    return { result, received: server.received }
  } finally {
    await server.close()
  }
}

const user = {
  id: 'VXNlcjoxMjM0NQ==',
  name: 'Ann',
  email: 'ann@example.com',
  created_at: '2026-05-14T10:00:00.000Z',
  status: 'active',
  role: { type: 'predefined', name: 'member' },
  is_developer: true,
}
const newUser = {
  name: 'Ann',
  email: 'ann@example.com',
  role: { type: 'predefined', name: 'member' },
  inviteMode: 'email_link',
} as const
const end = { has_more: false }

describe('failures of the Arize client', () => {
  for (const options of [
    { baseUrl: 'https://x.example' },
    { apiKey: 'key' },
    { apiKey: '', baseUrl: 'https://x.example' },
    { apiKey: 'key', baseUrl: 'https://x.example', sdkVersion: '8.39.0' },
  ])
    test(`rejects the options ${JSON.stringify(options)}`, () =>
      assert.throws(() => new Arize(options as ArizeOptions), ArgumentError))

  for (const [status, body, ErrorClass] of [
    [400, { title: 'Bad Request', status: 400, errors: [] }, BadRequestException],
    [401, {}, UnauthorizedException],
    [403, 'text', ForbiddenException],
    [404, null, NotFoundException],
    [409, [], ConflictException],
    [422, { detail: 7 }, UnprocessableEntityException],
    [429, { title: 'Too Many Requests', status: 429 }, ApiException],
    [418, {}, ApiException],
    [500, {}, ServiceException],
    [502, {}, ServiceException],
  ] as const)
    test(`status ${status} with ${JSON.stringify(body)} is ${ErrorClass.name}`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, status, body),
        (arize) => arize.users.get('x'),
      )
      assert.ok(result instanceof ApiException, String(result))
      assert.deepEqual([result.constructor, result.status, result.body], [ErrorClass, status, body])
      assert.deepEqual(result.data, typeof body === 'object' && body && 'title' in body ? body : null)
    })

  for (const [status, respond, ErrorClass] of [
    [200, (response: ServerResponse) => response.end('<html>'), InvalidResponseError],
    [200, (response: ServerResponse) => response.end(), InvalidResponseError],
    [502, (response: ServerResponse) => response.end('<html>'), ServiceException],
    [200, (response: ServerResponse) => response.destroy(), ConnectionError],
  ] as const)
    test(`status ${status} with ${respond} is ${ErrorClass.name}`, async () => {
      const { result } = await against(
        (_request, response) => respond(response.writeHead(status, { 'content-type': 'text/html' })),
        (arize) => arize.users.get('x'),
      )
      assert.ok(result instanceof ErrorClass, String(result))
    })

  for (const more of [
    { id: 7 },
    { name: null },
    { created_at: 'yesterday' },
    { status: undefined },
    { is_developer: 'yes' },
    { role: null },
    { role: [] },
    { role: { type: 'unknown' } },
    { role: { type: 'predefined' } },
    { role: { type: 'custom', name: 'x' } },
  ])
    test(`a user with ${JSON.stringify(more)} is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, { ...user, ...more }),
        (arize) => arize.users.get('x'),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  for (const body of [
    null,
    {},
    [],
    { users: [] },
    { users: [], pagination: null },
    { users: null, pagination: end },
    { users: [null], pagination: end },
    { users: [], pagination: { has_more: 'no' } },
    { users: [], pagination: { has_more: true } },
    { users: [], pagination: { has_more: true, next_cursor: 7 } },
    { users: [], pagination: { has_more: true, next_cursor: 'the same for ever' } },
  ])
    test(`${JSON.stringify(body)} instead of a list is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, body),
        (arize) => arize.users.list().toArray({ limit: 9 }),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  test('tolerates unknown fields, null and either spelling', async () => {
    const more = { status: 'INACTIVE', role: { type: 'CUSTOM', id: 'x', name: null }, updated_at: 1 }
    const pagination = { has_more: false, next_cursor: null, limit: 50 }
    const { result } = await against(
      (_request, response) => sendJson(response, 200, { users: [{ ...user, ...more }], pagination, x: 1 }),
      (arize) => arize.users.list().toArray({ limit: 9 }),
    )
    assert.deepEqual(result, [
      {
        id: user.id,
        name: 'Ann',
        email: 'ann@example.com',
        createdAt: new Date(user.created_at),
        status: 'inactive',
        role: { type: 'custom', id: 'x', name: null },
        isDeveloper: true,
      },
    ])
  })

  for (const [sdkVersion, spell] of [
    ['8.26.0', (text: string) => text],
    ['8.40.0', (text: string) => text.toUpperCase()],
  ] as const)
    test(`sends the enumerations of ${sdkVersion}`, async () => {
      const { result, received } = await against(
        (request, response) =>
          request.method === 'GET'
            ? sendJson(response, 200, { users: [], pagination: end })
            : sendJson(response, 201, { ...user, invite_mode: spell('email_link') }),
        async (arize) => {
          await arize.users.listPage({ email: 'a b+c', status: ['active', 'invited'], cursor: 'a/b=' })
          await arize.users.create({ ...newUser, role: { type: 'custom', id: 'r', name: 'dropped' } })
          return arize.users.create(newUser)
        },
        { sdkVersion },
      )
      assert.equal((result as { inviteMode: string }).inviteMode, 'email_link')
      const statuses = `status=${spell('active')}&status=${spell('invited')}`
      assert.equal(received[0]?.url, `/arize/v2/users?limit=50&cursor=a%2Fb%3D&email=a+b%2Bc&${statuses}`)
      const [custom, predefined] = received.slice(1).map(({ body }) => JSON.parse(body))
      assert.deepEqual(custom.role, { type: spell('custom'), id: 'r' })
      assert.deepEqual(predefined, {
        name: 'Ann',
        email: 'ann@example.com',
        role: { type: spell('predefined'), name: spell('member') },
        invite_mode: spell('email_link'),
      })
      assert.deepEqual(
        received.map(({ headers }) => [headers['sdk-version'], headers.authorization]),
        Array(3).fill([sdkVersion, 'Bearer key']),
      )
    })

  test('ignores the bodies of requests without a result, and sends none', async () => {
    const { result, received } = await against(
      (_request, response) => response.writeHead(202, { 'content-type': 'text/plain' }).end('queued'),
      async ({ users }) => {
        await users.resendInvitation('a/b=')
        await users.resetPassword('x')
        await users.delete('x')
      },
    )
    assert.equal(result, undefined)
    assert.deepEqual(
      received.map(({ method, url, body, headers }) => [method, url, body, headers['content-type']]),
      [
        ['POST', '/arize/v2/users/a%2Fb%3D/resend-invitation', '', undefined],
        ['POST', '/arize/v2/users/x/reset-password', '', undefined],
        ['DELETE', '/arize/v2/users/x', '', undefined],
      ],
    )
  })

  test('a create is sent once, also when the service asks for another attempt', async () => {
    const { result, received } = await against(
      (_request, response) => sendJson(response, 503, {}, { 'retry-after': '0' }),
      (arize) => arize.users.create(newUser),
      { retries: 2 },
    )
    assert.ok(result instanceof ServiceException)
    assert.equal(received.length, 1)
  })
})
