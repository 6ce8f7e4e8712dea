import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('users at the Roboto API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const call = (method: string, path: string, secret: string, body?: unknown, target?: string) =>
    s.call(method, `/roboto/v1${path}`, {
      body,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(target === undefined ? {} : { 'x-roboto-user-id': target }),
      },
    })
  const create = async (body: object): Promise<Called> => call('POST', '/users', n.admin, body)
  const isError = ({ status, body }: Called, expected: number, errorCode: string) => {
    assert.equal(status, expected, JSON.stringify(body))
    assert.deepEqual(Object.keys(body), ['error'])
    assert.deepEqual(Object.keys(body.error), ['error_code', 'message'])
    assert.equal(body.error.error_code, errorCode)
  }

  test('a user created with an id alone has the defaults of the server', async () => {
    const made = await create({ user_id: 'alice+x@example.com' })
    assert.equal(made.status, 201)
    assert.deepEqual(made.body, {
      data: {
        user_id: 'alice+x@example.com',
        name: null,
        picture_url: null,
        is_service_user: false,
        is_system_user: false,
        notification_channels_enabled: { email: true, web_ui: false },
        notification_types_enabled: { comment_mention: true },
      },
    })
    const found = await call('GET', '/users/id/alice%2Bx%40example.com', n.admin)
    assert.deepEqual(found.body, made.body)
    const { users } = (await n.call('GET', '/users?username=alice%2Bx%40example.com', { secret: n.admin }))
      .body
    assert.deepEqual([users[0].email, users[0].email_claimed], ['alice+x@example.com', true])
  })

  test('an id that is not an address is no email, and may contain spaces and slashes', async () => {
    const id = 'robot arm/7+2@factory'
    assert.equal((await create({ user_id: id, is_service_user: true })).body.data.is_service_user, true)
    const found = await call('GET', '/users/id/robot+arm%2F7%2B2%40factory', n.admin)
    assert.equal(found.body.data?.user_id, id, JSON.stringify(found.body))
    isError(
      await call('GET', '/users/id/robot%2Barm%2F7%2B2%40factory', n.admin),
      404,
      'RobotoNotFoundException',
    )
  })

  test('lists of channels enable exactly what they name, null disables all', async () => {
    const listed = await create({
      user_id: 'listed',
      default_notification_channels: ['web_ui'],
      default_notification_types: [],
    })
    assert.deepEqual(listed.body.data.notification_channels_enabled, { email: false, web_ui: true })
    assert.deepEqual(listed.body.data.notification_types_enabled, { comment_mention: false })
    const none = await create({ user_id: 'none', default_notification_channels: null })
    assert.deepEqual(none.body.data.notification_channels_enabled, { email: false, web_ui: false })
    isError(
      await create({ user_id: 'slack', default_notification_channels: ['slack'] }),
      400,
      'RobotoInvalidRequestException',
    )
  })

  test('a change ignores null, merges preferences, and cannot clear a name', async () => {
    await create({ user_id: 'carol', name: 'Carol' })
    const nulls = {
      name: null,
      picture_url: null,
      notification_channels_enabled: null,
      notification_types_enabled: null,
    }
    const renamed = await call('PUT', '/users', n.admin, { ...nulls, name: 'Caroline' }, 'carol')
    assert.equal(renamed.status, 200, JSON.stringify(renamed.body))
    const switched = await call(
      'PUT',
      '/users',
      n.admin,
      { ...nulls, notification_channels_enabled: { web_ui: true } },
      'carol',
    )
    assert.deepEqual(switched.body.data, {
      ...renamed.body.data,
      name: 'Caroline',
      notification_channels_enabled: { email: true, web_ui: true },
    })
    assert.deepEqual((await call('PUT', '/users', n.admin, nulls, 'carol')).body, switched.body)
    for (const body of [
      { ...nulls, name: '' },
      { ...nulls, picture_url: ' ' },
      { ...nulls, picture_url: 'javascript:alert(1)' },
      { ...nulls, notification_types_enabled: { surprise: true } },
      { ...nulls, user_id: 'another' },
    ])
      isError(await call('PUT', '/users', n.admin, body, 'carol'), 400, 'RobotoInvalidRequestException')
    assert.deepEqual((await call('GET', '/users/id/carol', n.admin)).body, switched.body)
  })

  test('a user without a role has access to itself alone', async () => {
    const { username, password } = await n.newUser()
    const secret = await n.signIn(username, password)
    await create({ user_id: 'dave' })
    const self = await call('GET', '/users', secret)
    assert.equal(self.body.data.user_id, username)
    assert.deepEqual((await call('GET', `/users/id/${username}`, secret)).body, self.body)
    assert.equal((await call('GET', '/users/whoami', secret)).body.data.user_id, username)
    assert.deepEqual((await call('GET', '/orgs/caller', secret)).body, { data: [] })
    for (const answer of [
      await call('GET', '/users/id/dave', secret),
      await call('GET', '/users/id/nobody', secret),
      await call('PUT', '/users', secret, { name: 'Eve' }, 'dave'),
      await call('DELETE', '/users', secret, undefined, 'dave'),
      await call('POST', '/users', secret, { user_id: 'eve' }),
      await call('GET', '/users/id/dave/orgs', secret),
    ])
      isError(answer, 401, 'RobotoUnauthorizedException')
    const own = await call('PUT', '/users', secret, { name: 'Myself' }, username)
    assert.equal(own.body.data.name, 'Myself')
    assert.equal((await call('DELETE', '/users', secret)).status, 204)
    isError(await call('GET', '/users', secret), 401, 'RobotoUnauthorizedException')
  })

  test('a domain manager finds users of its domain, and no others', async () => {
    const [here, there] = [await n.newDomain(), await n.newDomain()]
    assert.equal((await call('POST', '/users', here.secret, { user_id: 'frank' })).status, 201)
    assert.equal((await call('GET', '/users/id/frank', here.secret)).status, 200)
    for (const method of ['PUT', 'DELETE'])
      isError(
        await call(method, '/users', there.secret, method === 'PUT' ? { name: 'x' } : undefined, 'frank'),
        404,
        'RobotoNotFoundException',
      )
    isError(await call('GET', '/users/id/frank', there.secret), 404, 'RobotoNotFoundException')
    isError(await call('GET', '/users/id/frank', n.admin), 404, 'RobotoNotFoundException')
  })

  test('conflicts, missing, unknown and invalid input are reported in its error format', async () => {
    await create({ user_id: 'grace' })
    isError(await create({ user_id: 'grace' }), 409, 'RobotoConflictException')
    isError(await call('DELETE', '/users', n.admin, undefined, 'absent'), 404, 'RobotoNotFoundException')
    assert.equal((await call('DELETE', '/users', n.admin, undefined, 'grace')).status, 204)
    isError(await call('DELETE', '/users', n.admin, undefined, 'grace'), 404, 'RobotoNotFoundException')
    isError(await call('GET', '/nothing', n.admin), 404, 'RobotoNotFoundException')
    isError(await s.call('GET', '/roboto//v1/users'), 404, 'RobotoNotFoundException')
    isError(await call('PATCH', '/users', n.admin), 405, 'RobotoInvalidRequestException')
    isError(await call('POST', '/users', n.admin, '{"user_id":'), 400, 'RobotoInvalidRequestException')
    isError(await call('POST', '/users', n.admin, {}), 400, 'RobotoInvalidRequestException')
    isError(
      await call('POST', '/users', n.admin, { user_id: 'x'.repeat(70_000) }),
      413,
      'RobotoInvalidRequestException',
    )
    for (const secret of ['', 'wrong', `${n.admin.slice(0, -1)}!`])
      isError(await call('GET', '/users', secret), 401, 'RobotoUnauthorizedException')
  })
})
