import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { bootstrapOnce } from '../../src/composition/administrator.ts'
import { openMuster } from '../../src/composition/server.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { makeLogger } from '../../src/config/logger.ts'
import { onEachDatabase, sqlitePlace } from '../databases.ts'
import { adminPassword, type Called, startTestServer, type TestServer } from '../test-server.ts'
import type { Given } from './api-fixture.ts'
import { encoded, formOf, geoboxPeople, planFields, userFields } from './geobox-fixture.ts'

type People = Awaited<ReturnType<typeof geoboxPeople>>
type Domain = Awaited<ReturnType<People['newDomain']>>

/** Statuses that the client maps to exceptions; it treats others as success (geobox.md section 6). */
const isRejected = ({ status, headers, body }: Called, expected: number, detail = /./) => {
  assert.equal(status, expected, JSON.stringify(body))
  assert.match(String(headers['content-type']), /^application\/json\b/)
  assert.deepEqual(Object.keys(body), ['detail'])
  assert.match(JSON.stringify(body.detail), detail)
}

onEachDatabase('errors and authentication at the Geobox API', (makePlace) => {
  let s: TestServer
  let people: People
  let here: Domain
  let key: string
  before(async () => {
    s = await startTestServer(await makePlace())
    people = await geoboxPeople(s)
    here = await people.newDomain()
    const made = await call('POST', '/apikeys/', formOf({ name: 'first' }))
    assert.equal(made.status, 201, JSON.stringify(made.body))
    key = made.body.key
  })
  after(() => s.close())

  const call = (
    method: string,
    path: string,
    input: Given = {},
    secret: string | null = here.manager.secret,
  ) =>
    s.call(method, `/geobox/v1${path}`, {
      body: input.body,
      headers: { ...(secret === null ? {} : { authorization: `Bearer ${secret}` }), ...input.headers },
    })

  test('an API key in the address authenticates with every method, and no other secret does', async () => {
    const keyed = (method: string, path: string, input: Given = {}) =>
      call(method, `${path}${path.includes('?') ? '&' : '?'}apikey=${key}`, input, null)
    assert.equal((await keyed('GET', '/users/me/?f=json')).body.username, here.manager.username)
    const made = await keyed('POST', '/users/', { body: userFields('keyed') })
    assert.equal(made.status, 201)
    assert.equal((await keyed('PUT', `/users/${made.body.id}/`, { body: { first_name: 'K' } })).status, 200)
    assert.equal((await keyed('GET', '/users/?return_count=True')).body.count, 2)
    assert.equal((await keyed('DELETE', `/users/${made.body.id}/`)).status, 204)
    for (const proof of ['', here.manager.secret, 'wrong', `${key}x`, `${key}&apikey=${key}`])
      isRejected(await call('GET', `/users/me/?apikey=${proof}`, {}, null), 401)
    isRejected(await keyed('GET', '/users/me/', { headers: { authorization: 'Bearer wrong' } }), 401)
    assert.equal((await call('GET', '/users/me/', {}, key)).status, 200, 'a key is valid in the header too')
    const change = formOf({ new_password: encoded('x'.repeat(20)) })
    isRejected(await keyed('POST', '/users/me/change-password', change), 403, /delegated credentials/)
  })

  test('trailing slashes make no difference, and no response redirects', async () => {
    for (const path of [
      '/users/me',
      '/users/me/',
      '/plans',
      '/plans/',
      '/apikeys',
      '/users/search',
      '/users/me/sessions',
    ])
      assert.equal((await call('GET', path)).status, 200, path)
  })

  test('unknown paths and methods are 404 without details', async () => {
    for (const [method, path] of [
      ['GET', '/nothing/'],
      ['GET', '/groups/'],
      ['GET', '/users/1/members'],
      ['POST', '/users/1/'],
      ['PATCH', '/users/1/'],
      ['PUT', '/users/'],
      ['DELETE', '/plans/'],
      ['GET', '/users/me/renewPlan'],
      ['GET', '/auth/token/'],
      ['POST', '/users/me/renewplan'],
    ])
      isRejected(await call(method ?? '', path ?? ''), 404, /no resource at this URL/)
    isRejected(await s.call('GET', '/geobox/v1'), 404)
  })

  test('invalid input is 422 with the position of the error', async () => {
    const post = (body: unknown, headers = {}) => call('POST', '/users/', { body, headers })
    isRejected(await post('{"a":'), 422, /not valid JSON/)
    isRejected(await post('[]'), 422, /object/)
    isRejected(await post(undefined), 422)
    isRejected(await post('<a/>', { 'content-type': 'application/xml' }), 422, /must be JSON/)
    isRejected(await post({ ...userFields('x'), surprise: 1 }), 422, /\["body","surprise"\]/)
    isRejected(await post({ ...userFields('x'), role: undefined }), 422, /\["body","role"\].*is required/)
    isRejected(await post({ ...userFields('x'), username: 'x'.repeat(600_000) }), 422, /too large/)
    isRejected(await call('POST', '/users/me/change-password', { body: { new_password: 'x' } }), 422, /form/)
    isRejected(await call('POST', '/apikeys/', formOf({ user_id: '1' })), 422, /\["body","name"\]/)
    isRejected(await call('POST', '/plans/', { body: { ...planFields('p'), storage: 0 } }), 422, /"storage"/)
    isRejected(await call('GET', '/users/%00/'), 422, /NUL/)
    isRejected(await call('GET', '/users/%zz/'), 422, /percent/)
    const one = (await post({ ...userFields('x'), email: 'no address' })).body.detail
    assert.equal(one.length, 1, 'the client shows a single message')
    assert.deepEqual(Object.keys(one[0]), ['loc', 'msg', 'type'])
    assert.deepEqual(one[0].loc, ['body', 'email'])
  })

  test('empty bodies with any content type are accepted where no field is required', async () => {
    const made = await call('POST', '/apikeys/', formOf({ name: 'empty' }))
    const { id } = made.body
    for (const type of ['application/json', 'application/x-www-form-urlencoded'])
      for (const what of ['revoke', 'grant'])
        assert.equal(
          (await call('POST', `/apikeys/${id}/${what}`, { headers: { 'content-type': type } })).status,
          204,
        )
    for (const path of [`/apikeys/${id}`, '/plans/1'])
      assert.notEqual(
        (await call('DELETE', path, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }))
          .status,
        422,
      )
  })

  test('numbers outside the range of the database are not found', async () => {
    for (const id of ['9007199254740991', '9007199254740993', '99999999999', '0', '-1', '1e3', '01', 'me2'])
      for (const path of [`/users/${id}/`, `/plans/${id}/`, `/apikeys/${id}/`])
        isRejected(await call('GET', path), 404, new RegExp(`: ${id}\\.`))
  })
})

describe('the Geobox API', () => {
  test('a rate limited request is 403, which the client maps to an exception', async () => {
    const s = await startTestServer(await sqlitePlace(), {}, { rate_limit_per_address: 2 })
    try {
      const guess = () =>
        s.call('POST', '/geobox/v1/auth/token/', formOf({ username: 'admin', password: 'wrong' }))
      isRejected(await guess(), 401)
      isRejected(await guess(), 401)
      const over = await guess()
      isRejected(over, 403, /Too many requests/)
      assert.match(String(over.headers['retry-after']), /^\d+$/)
    } finally {
      await s.close()
    }
  })

  test('an internal error is exactly 500 without details; T78: the key of an address is not in the log', async () => {
    const place = await sqlitePlace()
    const chunks: string[] = []
    const logger = makeLogger('trace', { write: (chunk) => void chunks.push(chunk) })
    const config = loadConfig({
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      ...place.environment,
    })
    const muster = await openMuster(config, { logger, synchronous: 'off' })
    const call = async (method: 'GET' | 'POST', path: string, body?: Given): Promise<Called> => {
      const {
        statusCode,
        headers,
        body: text,
      } = await muster.app.inject({
        method,
        url: `/geobox/v1${path}`,
        ...(body ? { payload: body.body as string, headers: { ...body.headers } } : {}),
      })
      return { status: statusCode, headers, body: JSON.parse(text) }
    }
    try {
      await bootstrapOnce(muster, adminPassword)
      const login = formOf({ username: 'admin', password: adminPassword })
      const token = (await call('POST', '/auth/token/', login)).body.access_token
      const requested = await muster.app.inject({
        method: 'POST',
        url: '/api/v1/api-keys',
        headers: { authorization: `Bearer ${token}` },
        payload: { name: 'key' },
      })
      const key = requested.json().secret
      assert.match(key, /^mst_k_/)
      const query = `?f=json&apikey=${key}`
      assert.equal((await call('GET', `/users/me/${query}`)).status, 200)
      isRejected(await call('GET', `/nothing/${query}`), 404)
      isRejected(await call('GET', `/users/%zz/${query}`), 422)
      await muster.store.db.q.schema.dropTable('plans').execute()
      const broken = await call('GET', `/plans/${query}`)
      isRejected(broken, 500, /An internal error occurred/)
      assert.doesNotMatch(JSON.stringify(broken.body), /plans|select|sqlite/i)
      const written = chunks.join('')
      assert.match(written, /request failed with an internal error/)
      assert.ok(!written.includes(key) && !written.includes(token) && !written.includes(adminPassword))
    } finally {
      await muster.close()
      await place.remove()
    }
  })
})
