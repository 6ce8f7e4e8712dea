import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import type { Given } from './api-fixture.ts'
import { formOf, geoboxPeople, planFields, userFields } from './geobox-fixture.ts'

type People = Awaited<ReturnType<typeof geoboxPeople>>
type Domain = Awaited<ReturnType<People['newDomain']>>

onEachDatabase('plans and API keys at the Geobox API', (makePlace) => {
  let s: TestServer
  let people: People
  let here: Domain
  let there: Domain
  before(async () => {
    s = await startTestServer(await makePlace())
    people = await geoboxPeople(s)
    here = await people.newDomain()
    there = await people.newDomain()
  })
  after(() => s.close())

  const call = (method: string, path: string, input: Given = {}, secret = here.manager.secret) =>
    s.call(method, `/geobox/v1${path}`, {
      body: input.body,
      headers: { authorization: `Bearer ${secret}`, ...input.headers },
    })
  const done = async (answer: Promise<Called>, status = 200) => {
    const { status: answered, body } = await answer
    assert.equal(answered, status, JSON.stringify(body))
    return body
  }
  const isRejected = async (answer: Promise<Called>, expected: number, detail = /./) => {
    const { status, body } = await answer
    assert.equal(status, expected, JSON.stringify(body))
    assert.match(JSON.stringify(body.detail), detail)
  }
  const newPlan = (more: object = {}, secret?: string) =>
    done(call('POST', '/plans/', { body: { ...planFields('plan'), ...more } }, secret), 201)

  test('a plan stores all fields, is updated partially, and has a unique name', async () => {
    const made = await newPlan({ name: 'gold', display_name: 'Gold', description: 'All of it' })
    const { id, created_at, updated_at, ...rest } = made
    assert.deepEqual(rest, { ...planFields('gold'), display_name: 'Gold', description: 'All of it' })
    assert.match(created_at, /Z$/)
    assert.equal(updated_at, created_at)
    assert.deepEqual(await done(call('GET', `/plans/${id}/?f=json`)), made)
    const { updated_at: _, ...changed } = await done(
      call('PUT', `/plans/${id}`, { body: { storage: 99, number_of_days: null, plan_color: '#fff' } }),
    )
    const { updated_at: __, ...before } = made
    assert.deepEqual(changed, { ...before, storage: 99, number_of_days: null, plan_color: '#fff' })
    await isRejected(call('POST', '/plans/', { body: planFields('gold') }), 422, /name/)
    for (const body of [
      { storage: 0 },
      { storage: 1.5 },
      { plan_color: 'red' },
      { name: ' ' },
      { name: null },
    ])
      await isRejected(call('PUT', `/plans/${id}`, { body }), 422)
    await isRejected(call('GET', `/plans/${id}/`, {}, there.manager.secret), 404)
    await isRejected(call('PUT', `/plans/${id}`, { body: {} }, there.manager.secret), 404)
    await isRejected(call('DELETE', `/plans/${id}`, {}, there.manager.secret), 404)
    await done(call('DELETE', `/plans/${id}`), 204)
    await isRejected(call('DELETE', `/plans/${id}`), 404)
  })

  test('plans are listed, found by name and text, sorted and counted', async () => {
    const own = there.manager.secret
    for (const [name, storage, description] of [
      ['basic', 1, 'For one'],
      ["people's", 2, 'For some'],
      ['pro', 2, 'For many'],
    ])
      await newPlan({ name, storage, description }, own)
    const names = async (query: string) =>
      (await done(call('GET', `/plans/?f=json&return_count=False&shared=False&${query}`, {}, own)))
        .map(({ name }: { name: string }) => name)
        .join()
    assert.equal(await names(`q=${encodeURIComponent("name = 'pro'")}`), 'pro')
    assert.equal(await names(`q=${encodeURIComponent("name = 'people''s'")}&search=basic`), "people's")
    assert.equal(await names(`q=${encodeURIComponent("storage >= 2 AND description LIKE '%many'")}`), 'pro')
    assert.equal(await names('search=FOR+S'), "people's")
    assert.equal(await names('search=p&search_fields=name'), "people's,pro")
    assert.equal(await names('order_by=storage+D,name+A'), "people's,pro,basic")
    assert.equal(await names('skip=1&limit=1'), "people's")
    assert.deepEqual(await done(call('GET', '/plans/?return_count=True&search=for&limit=1', {}, own)), {
      count: 3,
    })
    await isRejected(call('GET', `/plans/?q=${encodeURIComponent("name = 'it's'")}`, {}, own), 422, /"q"/)
    const { id } = await done(call('POST', '/users/', { body: userFields('holder') }, own), 201)
    assert.equal(await names(`user_id=${id}`), '')
    const [{ id: plan_id }] = await done(call('GET', '/plans/?search=pro', {}, own))
    await done(call('PUT', `/users/${id}/`, { body: { plan_id } }, own))
    assert.equal(await names(`user_id=${id}`), 'pro')
    await isRejected(call('GET', '/plans/?user_id=4000000000', {}, own), 404)
  })

  test('users read their plan, and only managers change it', async () => {
    const plan = await newPlan({ name: 'held' })
    const { id } = await done(call('POST', '/users/', { body: userFields('has') }), 201)
    await done(call('PUT', `/users/${id}/`, { body: { plan_id: plan.id } }))
    const login = formOf({ username: `${here.name}\\has`, password: 'a phrase of has' })
    const { access_token: own } = await done(s.call('POST', '/geobox/v1/auth/token/', login))
    assert.deepEqual((await done(call('GET', '/users/me/', {}, own))).plan, plan)
    assert.deepEqual(await done(call('GET', `/plans/${plan.id}/`, {}, own)), plan)
    await isRejected(call('PUT', `/plans/${plan.id}`, { body: { storage: 1000 } }, own), 403)
    await isRejected(call('POST', '/plans/', { body: planFields('mine') }, own), 403)
    await isRejected(call('PUT', '/users/me/', { body: { expiration_date: '2099-01-01' } }, own), 403)
  })

  test('the secret of a key is shown once, and the key authenticates until it is revoked', async () => {
    const made = await done(call('POST', '/apikeys/', formOf({ name: 'backup' })), 201)
    assert.match(made.key, /^mst_k_/)
    assert.deepEqual(
      [made.name, made.revoked, made.expires_at, made.last_used],
      ['backup', false, null, null],
    )
    const use = () => s.call('GET', `/geobox/v1/users/me/?apikey=${made.key}`)
    assert.equal((await done(use())).username, here.manager.username)
    const { key, last_used: _, ...shown } = await done(call('GET', `/apikeys/${made.id}/?f=json`))
    assert.equal(key, null)
    assert.equal(shown.key_prefix, made.key.slice(0, 12))
    await done(call('POST', `/apikeys/${made.id}/revoke`), 204)
    await isRejected(use(), 401)
    assert.equal((await done(call('GET', `/apikeys/${made.id}/`))).revoked, true)
    await done(call('POST', `/apikeys/${made.id}/grant`), 204)
    await done(use())
    assert.equal(
      (await done(call('PUT', `/apikeys/${made.id}`, formOf({ name: 'renamed' })))).name,
      'renamed',
    )
    await isRejected(call('POST', '/apikeys/', formOf({ name: 'renamed' })), 422)
    for (const secret of [there.manager.secret, people.native.admin])
      for (const [method, path] of [
        ['GET', ''],
        ['DELETE', ''],
        ['POST', '/revoke'],
      ])
        await isRejected(call(method ?? '', `/apikeys/${made.id}${path}`, {}, secret), 404)
    await done(call('DELETE', `/apikeys/${made.id}`), 204)
    await isRejected(use(), 401)
    await isRejected(call('GET', `/apikeys/${made.id}/`), 404)
  })

  test('keys expire when newer clients set an expiry', async () => {
    const make = (fields: Record<string, string>) => call('POST', '/apikeys/', formOf(fields))
    const inAnHour = await done(
      make({ name: 'interval', expiration_mode: 'interval', expiration_interval: '1h' }),
      201,
    )
    assert.ok(Math.abs(Date.parse(inAnHour.expires_at) - Date.now() - 3_600_000) < 60_000)
    const moment = { expiration_mode: 'datetime', expires_at: '2099-01-02T03:04:05.678' }
    assert.equal((await done(make({ name: 'moment', ...moment }), 201)).expires_at, '2099-01-02T03:04:05Z')
    for (const fields of [
      { expiration_mode: 'interval' },
      { expiration_mode: 'interval', expiration_interval: '1y' },
      { expiration_mode: 'interval', expiration_interval: '0d' },
      { expiration_mode: 'interval', expiration_interval: '999999999w' },
      { expiration_mode: 'datetime' },
      { expiration_mode: 'datetime', expires_at: '2020-01-01' },
      { expiration_mode: 'never' },
      { expiration_interval: '1d' },
    ])
      await isRejected(make({ name: 'wrong', ...fields }), 422)
    await isRejected(
      call('PUT', `/apikeys/${inAnHour.id}`, formOf({ name: 'interval', ...moment })),
      422,
      /when it is created/,
    )
  })

  test('keys are listed for the caller and its managed users, and created only for the caller and service users', async () => {
    const username = 'keeper'
    const { id } = await done(
      call('POST', '/users/', { body: { ...userFields(username), role: 'Viewer' } }),
      201,
    )
    const login = formOf({ username: `${here.name}\\${username}`, password: `a phrase of ${username}` })
    const { access_token: own } = await done(s.call('POST', '/geobox/v1/auth/token/', login))
    for (const name of ['my test', 'other', 'test'])
      await done(call('POST', '/apikeys/', formOf({ name }), own), 201)
    const names = async (query: string, secret: string) =>
      (await done(call('GET', `/apikeys/?${query}`, {}, secret)))
        .map(({ name }: { name: string }) => name)
        .join()
    assert.equal(await names('', own), 'my test,other,test')
    assert.equal(await names('search=test', own), 'test,my test', 'by name, as the client takes the first')
    assert.equal(await names(`order_by=name+D&limit=2&user_id=${id}`, here.manager.secret), 'test,other')
    assert.equal(await names('skip=2', own), 'test')
    await isRejected(call('GET', '/apikeys/?order_by=key+A', {}, own), 422, /order_by/)
    const { id: other } = await done(call('GET', '/users/me/'))
    await isRejected(call('GET', `/apikeys/?user_id=${other}`, {}, own), 403)
    await isRejected(call('GET', `/apikeys/?user_id=${id}`, {}, there.manager.secret), 404)
    await isRejected(call('POST', '/apikeys/', formOf({ name: 'gift', user_id: String(id) })), 403)
    const [key] = await done(call('GET', '/apikeys/', {}, own))
    await isRejected(call('PUT', `/apikeys/${key.id}`, formOf({ name: 'x', user_id: String(other) })), 404)
    await done(call('POST', `/apikeys/${key.id}/revoke`), 204)
    await isRejected(call('POST', `/apikeys/${key.id}/grant`, {}, own), 403)

    const robot = { domain_id: here.id, kind: 'service', username: 'robot' }
    const { id: robotId } = (
      await people.native.call('POST', '/users', { secret: people.native.admin, body: robot })
    ).body
    const { roles } = (await s.call('GET', '/v3/roles?name=reader', { token: s.admin })).body
    const grant = `/v3/domains/${here.id}/users/${robotId}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    const [{ id: number }] = await done(call('GET', `/users/?q=${encodeURIComponent("username='robot'")}`))
    const made = await done(
      call('POST', '/apikeys/', formOf({ name: 'robot', user_id: String(number) })),
      201,
    )
    assert.deepEqual((await done(call('GET', '/users/me/', {}, made.key))).username, 'robot')
  })
})
