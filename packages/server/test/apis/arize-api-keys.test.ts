import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { arizeId, isArizeProblem } from './arize-fixture.ts'

const shown = ['created_at', 'created_by_user_id', 'id', 'key_type', 'name', 'redacted_key', 'status']

onEachDatabase('API keys at the Arize API', (makePlace) => {
  let s: TestServer
  let n: Native
  let here: Awaited<ReturnType<Native['newDomain']>>
  let space: Called['body']
  let organization: Called['body']
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    here = await n.newDomain()
    await n.call('PATCH', `/users/${here.userId}`, { secret: n.admin, body: { developer: true } })
    organization = (await call('POST', '/organizations', { name: 'Organization' })).body
    space = (await call('POST', '/spaces', { name: 'Space', organization_id: organization.id })).body
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown, version?: string, secret = here.secret) =>
    s.call(method, `/arize/v2${path}`, {
      body,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(version === undefined ? {} : { 'sdk-version': version }),
      },
    })
  const create = async (more: object = {}, version?: string): Promise<Called['body']> => {
    const made = await call('POST', '/api-keys', { name: `key-${++count}`, ...more }, version)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }
  const isProblem = (answer: Called, status: number, what = '') => {
    assert.equal(answer.status, status, `${what} ${JSON.stringify(answer.body)}`)
    assert.ok(isArizeProblem(answer), JSON.stringify(answer.body))
  }
  const ids = async (query: string): Promise<string[]> => {
    const { status, body } = await call('GET', `/api-keys?limit=100&${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.api_keys.map(({ id }: { id: string }) => id)
  }
  const works = async (key: string) => (await call('GET', '/spaces', undefined, undefined, key)).status

  test('a key is returned with its secret once, and lists contain only its prefix', async () => {
    const made = await create({ expires_at: '2999-01-01T00:00:00' })
    assert.deepEqual(Object.keys(made).sort(), [...shown, 'expires_at', 'key'].sort())
    assert.equal(made.expires_at, '2999-01-01T00:00:00.000Z')
    assert.equal(made.created_by_user_id, arizeId('User', here.userId))
    assert.match(made.redacted_key, /^mst_k_[\w-]{6}\.\.\.$/)
    assert.equal(await works(made.key), 200)
    const { key: _, ...rest } = made
    const listed = (await call('GET', '/api-keys?limit=100')).body.api_keys
    assert.deepEqual(
      listed.find(({ id }: { id: string }) => id === made.id),
      rest,
    )
  })

  test('each client version receives the enum values that it knows', async () => {
    const old = await create({}, '8.26.0')
    assert.deepEqual(Object.keys(old).sort(), [...shown, 'key'].sort())
    const forty = await create({}, '8.40.0')
    assert.deepEqual(
      Object.keys(forty).sort(),
      [...shown.filter((name) => name !== 'redacted_key'), 'key'].sort(),
    )
    assert.deepEqual([forty.status, forty.key_type], ['ACTIVE', 'USER'])
    await works(forty.key)
    const find = async (version: string) =>
      (await call('GET', '/api-keys?limit=100', undefined, version)).body.api_keys.find(
        ({ id }: { id: string }) => id === forty.id,
      )
    assert.deepEqual(Object.keys(await find('8.26.0')).sort(), shown)
    assert.deepEqual(Object.keys(await find('8.40.0')).sort(), [...shown, 'last_used_at'].sort())
    const service = { key_type: 'service', space_id: space.id }
    assert.ok(!('bot_user' in (await create(service, '8.40.0'))))
    const { bot_user } = await create(service, '8.41.0')
    assert.deepEqual(Object.keys(bot_user).sort(), ['account_role', 'id', 'name', 'organizations'])
    for (const [version, word] of [
      ['8.33.0', 'deleted'],
      ['8.34.0', 'revoked'],
      ['8.40.0', 'REVOKED'],
    ] as const) {
      const made = await create({}, version)
      assert.equal((await call('DELETE', `/api-keys/${made.id}`)).status, 204)
      const over = (await call('GET', `/api-keys?limit=100&status=${word}`, undefined, version)).body.api_keys
      assert.equal(over.find(({ id }: { id: string }) => id === made.id)?.status, word)
    }
  })

  test('a deleted, revoked or expired key is listed as inactive and does not authenticate', async () => {
    const [deleted, revoked, off] = [await create(), await create(), await create()]
    assert.equal((await call('DELETE', `/api-keys/${deleted.id}`)).status, 204)
    assert.equal((await call('PUT', `/api-keys/${revoked.id}/revoke`)).status, 204)
    const id = Buffer.from(off.id, 'base64').toString().split(':')[2]
    const done = await n.call('PATCH', `/api-keys/${id}`, { secret: here.secret, body: { revoked: true } })
    assert.equal(done.status, 200)
    for (const { id, key } of [deleted, revoked, off]) {
      assert.equal(await works(key), 401)
      assert.ok(!(await ids('')).includes(id))
      assert.ok((await ids('status=deleted')).includes(id))
      assert.equal((await call('DELETE', `/api-keys/${id}`)).status, 204, 'again')
      isProblem(await call('POST', `/api-keys/${id}/refresh`, {}), 404)
    }
  })

  test('a new secret replaces the old one, immediately or after a grace period', async () => {
    const made = await create()
    const fresh = await call('POST', `/api-keys/${made.id}/refresh`, {})
    assert.deepEqual([fresh.status, fresh.body.id], [200, made.id])
    assert.deepEqual([await works(made.key), await works(fresh.body.key)], [401, 200])
    const later = await call('POST', `/api-keys/${made.id}/refresh`, { grace_period_seconds: 60 })
    assert.deepEqual([await works(fresh.body.key), await works(later.body.key)], [200, 200])
    for (const wrong of [
      { grace_period_seconds: 86_401 },
      { grace_period_seconds: -1 },
      { expires_at: 'tomorrow' },
      { expires_at: '2001-01-01T00:00:00Z' },
      { expires_at: '2999-13-01T00:00:00Z' },
      { surprise: 1 },
    ])
      isProblem(await call('POST', `/api-keys/${made.id}/refresh`, wrong), 400, JSON.stringify(wrong))
  })

  test('a refresh extends the expiry only for old clients that always send it', async () => {
    const made = await create({ expires_at: '2999-01-01T00:00:00Z' })
    const refresh = (body: object, version: string) =>
      call('POST', `/api-keys/${made.id}/refresh`, body, version)
    isProblem(await refresh({}, '8.40.0'), 422)
    isProblem(await refresh({ expires_at: '2999-01-01T00:00:01Z' }, '8.40.0'), 422)
    const earlier = await refresh({ expires_at: '2998-01-01T00:00:00+02:00' }, '8.40.0')
    assert.equal(earlier.body.expires_at, '2997-12-31T22:00:00.000Z')
    assert.ok(!('expires_at' in (await refresh({}, '8.26.0')).body))
  })

  test('required fields depend on the kind of the key', async () => {
    const service = { name: 'x', key_type: 'service' }
    const whole = { org_id: organization.id, spaces: [{ space_id: space.id }] }
    for (const wrong of [
      service,
      { name: 'x', space_id: space.id },
      { name: 'x', key_type: 'user', roles: { space_role: 'member' } },
      { ...service, space_id: space.id, roles: { space_role: 'annotator' } },
      { ...service, space_id: space.id, roles: { account_role: 'annotator' } },
      { ...service, organizations: [whole, whole] },
      { ...service, organizations: [{ ...whole, spaces: [] }] },
      { ...service, organizations: [whole], space_id: space.id },
      { ...service, organizations: [{ ...whole, org_id: space.id }] },
      { ...service, organizations: [whole], account_role: { type: 'custom', id: 'x' } },
      { ...service, organizations: [{ ...whole, role: { type: 'custom', id: 'x' } }] },
      { name: ' ' },
      { name: 'x', key_type: 'robot' },
      { name: 'x', expires_at: '2001-01-01T00:00:00Z' },
    ])
      isProblem(await call('POST', '/api-keys', wrong), 400, JSON.stringify(wrong))
    isProblem(await call('POST', '/api-keys', { ...service, space_id: organization.id }), 404)
    const { name } = await create()
    isProblem(await call('POST', '/api-keys', { name }), 409)
  })

  test('a service key belongs to its space and records its creator', async () => {
    const role = { type: 'PREDEFINED', name: 'READ_ONLY' }
    const made = await create(
      {
        key_type: 'SERVICE',
        organizations: [{ org_id: organization.id, role, spaces: [{ space_id: space.id, role }] }],
        account_role: { type: 'PREDEFINED', name: 'ADMIN' },
      },
      '8.61.0',
    )
    assert.deepEqual(made.bot_user.organizations, [
      { org_id: organization.id, role, spaces: [{ space_id: space.id, role }] },
    ])
    assert.deepEqual(made.bot_user.account_role, { type: 'PREDEFINED', name: 'ADMIN' })
    const creator = `user_id=${encodeURIComponent(arizeId('User', here.userId))}`
    assert.ok((await ids(`space_id=${space.id}&${creator}`)).includes(made.id))
    assert.ok((await ids('key_type=service')).includes(made.id))
    assert.ok(!(await ids(creator)).includes(made.id))
    const bot = made.bot_user.id
    assert.equal((await call('GET', `/users/${bot}`)).body.status, 'active')
    await call('DELETE', `/api-keys/${made.id}`)
    isProblem(await call('GET', `/users/${bot}`), 404)
    assert.ok((await ids(`space_id=${space.id}&status=deleted`)).includes(made.id))
  })

  test('T31: managers see keys of other users, and no user sees their secrets', async () => {
    const { id: userId, username, password } = await n.newUser({ domain_id: here.id, developer: true })
    const reader = (await s.call('GET', '/v3/roles?name=reader', { token: s.system })).body.roles[0].id
    await s.call('PUT', `/v3/domains/${here.id}/users/${userId}/roles/${reader}`, { token: s.system })
    const secret = await n.signIn(username, password, here.id)
    const theirs = (await call('POST', '/api-keys', { name: 'theirs' }, undefined, secret)).body
    const owner = encodeURIComponent(arizeId('User', userId))
    assert.deepEqual(await ids(`user_id=${owner}`), [theirs.id])
    isProblem(await call('POST', `/api-keys/${theirs.id}/refresh`, {}), 403)
    const mine = await create()
    for (const other of [secret, (await n.newDomain()).secret])
      for (const [method, path] of [
        ['DELETE', ''],
        ['PUT', '/revoke'],
        ['POST', '/refresh'],
      ] as const) {
        const requested = [mine.id, arizeId('ApiKey', 'f'.repeat(32)), 'nobody']
        for (const id of requested)
          isProblem(
            await call(
              method,
              `/api-keys/${id}${path}`,
              method === 'POST' ? {} : undefined,
              undefined,
              other,
            ),
            404,
          )
      }
    isProblem(
      await call('GET', `/api-keys?user_id=${owner}`, undefined, undefined, (await n.newDomain()).secret),
      404,
    )
    const manager = encodeURIComponent(arizeId('User', here.userId))
    isProblem(await call('GET', `/api-keys?user_id=${manager}`, undefined, undefined, secret), 403)
    isProblem(await call('GET', `/api-keys?space_id=${space.id}`, undefined, undefined, secret), 403)
    assert.equal((await call('DELETE', `/users/${arizeId('User', userId)}`)).status, 204)
    assert.equal(await works(theirs.key), 401)
    assert.deepEqual(await ids(`user_id=${owner}&status=deleted`), [theirs.id])
    isProblem(await call('GET', `/api-keys?user_id=${arizeId('User', 'f'.repeat(32))}`), 404)
  })
})
