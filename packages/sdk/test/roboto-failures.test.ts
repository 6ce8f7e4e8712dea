import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, test } from 'node:test'
import {
  ArgumentError,
  InvalidResponseError,
  Roboto,
  RobotoAuthenticationFailureException,
  RobotoConflictException,
  RobotoDeprecatedException,
  RobotoDomainException,
  RobotoInternalException,
  RobotoInvalidRequestException,
  RobotoLimitExceededException,
  RobotoNoOrgProvidedException,
  RobotoNotFoundException,
  RobotoNotImplementedException,
  RobotoServiceException,
  RobotoServiceTimeoutException,
  RobotoServiceUnavailableException,
  RobotoUnauthorizedException,
  UserRecord,
} from '../src/roboto/index.ts'
import { type Received, sendJson, startFakeServer } from './fake-server.ts'

const against = async <T>(
  respond: (request: Received, response: ServerResponse, count: number) => void,
  use: (roboto: Roboto) => Promise<T>,
) => {
  const server = await startFakeServer(respond)
  try {
    const roboto = new Roboto({ apiKey: 'key', baseUrl: `${server.url}/roboto/`, retries: 0 })
    const result = await use(roboto).catch((error: unknown) => error)
    return { result, received: server.received }
  } finally {
    await server.close()
  }
}

const coded = (error_code: string, more = {}) => ({ error: { error_code, message: 'the reason', ...more } })
const unavailable = RobotoServiceUnavailableException
const deny = 'User is not authorized to access this resource with an explicit deny'

describe('errors of the Roboto client', () => {
  for (const options of [
    { baseUrl: 'https://x.example' },
    { apiKey: 'robo_pat_1', baseUrl: 'https://x.example' },
    { apiKey: 'key' },
  ])
    test(`rejects the options ${JSON.stringify(options)}`, () =>
      assert.throws(() => new Roboto(options as ConstructorParameters<typeof Roboto>[0]), ArgumentError))

  for (const [status, body, ErrorClass] of [
    [401, coded('RobotoUnauthorizedException'), RobotoUnauthorizedException],
    [400, coded('RobotoInvalidRequestException'), RobotoInvalidRequestException],
    [418, coded('RobotoNotFoundException', { stack_trace: ['a'] }), RobotoNotFoundException],
    [404, coded('RobotoSomethingNewException'), RobotoNotFoundException],
    [409, coded('RobotoConflictException'), RobotoConflictException],
    [400, coded('RobotoDeprecatedException'), RobotoDeprecatedException],
    [501, coded('RobotoNotImplementedException'), RobotoNotImplementedException],
    [500, coded('RobotoInternalException'), RobotoInternalException],
    [504, coded('RobotoServiceTimeoutException'), RobotoServiceTimeoutException],
    [429, coded('RobotoServiceUnavailableException'), unavailable],
    [429, { message: 'Too Many Requests' }, unavailable],
    [403, { message: deny }, RobotoAuthenticationFailureException],
    [403, { Message: 'no' }, RobotoUnauthorizedException],
    [400, { message: 'did not provide a org for single-org operation' }, RobotoNoOrgProvidedException],
    [400, [], RobotoInvalidRequestException],
    [409, { error: 'text' }, RobotoConflictException],
    [404, { error: { message: 'no code' } }, RobotoNotFoundException],
    [502, '<html>', RobotoServiceException],
    [422, null, RobotoDomainException],
  ] as const)
    test(`status ${status} with ${JSON.stringify(body)} is ${ErrorClass.name}`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, status, body),
        (roboto) => roboto.users.forSelf(),
      )
      assert.ok(result instanceof ErrorClass, String(result))
      assert.ok(result instanceof RobotoDomainException)
      assert.deepEqual([result.constructor, result.status, result.body], [ErrorClass, status, body])
    })

  test('a limit has its quantities', async () => {
    const more = { resource_name: 'users', current_quantity: 5, limit_quantity: 5 }
    const { result } = await against(
      (_request, response) => sendJson(response, 403, coded('RobotoLimitExceededException', more)),
      (roboto) => roboto.users.create({ userId: 'x' }),
    )
    assert.ok(result instanceof RobotoLimitExceededException)
    assert.deepEqual([result.resourceName, result.currentQuantity, result.limitQuantity], ['users', 5, 5])
    assert.equal(result.message, 'the reason')
  })

  for (const body of [
    null,
    {},
    { data: null },
    { data: [] },
    { data: { name: 'x' } },
    { data: { user_id: 'x', notification_channels_enabled: { email: 'yes' } } },
    { data: { user_id: 'x', is_service_user: 1 } },
  ])
    test(`${JSON.stringify(body)} instead of a user is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, body),
        (roboto) => roboto.users.forSelf(),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  for (const body of [{ data: {} }, { data: [null] }, { data: [{ org_id: 'x' }] }])
    test(`${JSON.stringify(body)} instead of organizations is an InvalidResponseError`, async () => {
      const { result } = await against(
        (_request, response) => sendJson(response, 200, body),
        (roboto) => roboto.orgs.forSelf(),
      )
      assert.ok(result instanceof InvalidResponseError, String(result))
    })

  test('a failed update keeps the record', async () => {
    const record = new UserRecord({ userId: 'x', name: 'Alice' })
    await against(
      (_request, response) => response.writeHead(204).end(),
      async (roboto) => {
        const user = roboto.users.fromRecord(record)
        await assert.rejects(user.update({ name: 'Bea' }), InvalidResponseError)
        assert.equal(user.record, record)
      },
    )
  })

  test('keeps unknown channels and tolerates unknown fields', async () => {
    const data = {
      user_id: 'x',
      is_system_user: null,
      notification_channels_enabled: { slack: true },
      more: 1,
    }
    const { result } = await against(
      (_request, response) => sendJson(response, 200, { data, meta: {} }),
      (roboto) => roboto.users.forSelf().then((user) => user.toDict()),
    )
    assert.deepEqual(result, {
      user_id: 'x',
      name: null,
      picture_url: null,
      is_service_user: false,
      is_system_user: null,
      notification_channels_enabled: { slack: true },
      notification_types_enabled: {},
    })
  })

  test('sends the version of the API, and names the user in a header', async () => {
    const { received } = await against(
      (_request, response) => response.writeHead(204).end(),
      (roboto) => roboto.users.fromRecord(new UserRecord({ userId: 'a b@example.com' })).delete(),
    )
    const { method, url, headers } = received[0] ?? assert.fail('no request')
    assert.deepEqual([method, url], ['DELETE', '/roboto/v1/users'])
    assert.equal(headers['x-roboto-user-id'], 'a b@example.com')
    assert.equal(headers['x-roboto-api-version'], '2026-02-11')
    assert.equal(headers.authorization, 'Bearer key')
  })
})
