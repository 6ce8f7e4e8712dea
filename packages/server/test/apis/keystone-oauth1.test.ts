import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Key, signedHeader, type ToSign } from '../oauth1-client.ts'
import { type Call, type Called, startTestServer, type TestServer } from '../test-server.ts'

const base = 'http://muster.test/v3'
const consumers = '/v3/OS-OAUTH1/consumers'
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/

onEachDatabase('OS-OAUTH1', (makePlace) => {
  let s: TestServer
  let userId: string
  let projectId: string
  before(async () => {
    s = await startTestServer(await makePlace())
    const { token } = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body
    userId = token.user.id
    projectId = token.project.id
  })
  after(() => s.close())

  const call = (method: string, url: string, input: Call = {}) =>
    s.call(method, url, { token: s.admin, ...input })
  const newConsumer = async (): Promise<Key> =>
    (await call('POST', consumers, { body: { consumer: {} } })).body.consumer
  const post = (
    path: string,
    request: Omit<ToSign, 'address'> & { readonly address?: string },
    more: Call = {},
  ) =>
    s.call('POST', `/v3${path}`, {
      ...more,
      headers: { authorization: signedHeader({ address: `${base}${path}`, ...request }), ...more.headers },
    })
  const ask = (consumer: Key, project = projectId, more: Call = {}) =>
    post(
      '/OS-OAUTH1/request_token',
      { consumer, more: { oauth_callback: 'oob' } },
      { ...more, headers: { 'requested-project-id': project, ...more.headers } },
    )
  const reported = ({ body }: Called): Key & { expires: string } => {
    assert.doesNotMatch(body, /%/, 'clients that do not decode the form read the same values')
    const form = new URLSearchParams(body)
    const [id, secret, expires] = ['oauth_token', 'oauth_token_secret', 'oauth_expires_at'].map((name) =>
      form.get(name),
    )
    return { id: id ?? '', secret: secret ?? '', expires: expires ?? '' }
  }
  const authorize = (token: Key, roles: unknown = [{ name: 'member' }], more: Call = {}) =>
    call('PUT', `/v3/OS-OAUTH1/authorize/${token.id}`, { body: { roles }, ...more })
  const exchange = (consumer: Key, token: Key, verifier: string) =>
    post('/OS-OAUTH1/access_token', { consumer, token, verifier })
  const signInBody = { auth: { identity: { methods: ['oauth1'], oauth1: {} } } }
  const enter = (consumer: Key, token: Key, query = '') =>
    s.call('POST', `/v3/auth/tokens${query}`, {
      body: signInBody,
      headers: { authorization: signedHeader({ consumer, token, address: `${base}/auth/tokens` }) },
    })
  const grant = async () => {
    const consumer = await newConsumer()
    const token = reported(await ask(consumer))
    const { oauth_verifier } = (await authorize(token)).body.token
    return { consumer, access: reported(await exchange(consumer, token, oauth_verifier)) }
  }

  test('a consumer is created, shown, updated, listed and deleted', async () => {
    const made = await call('POST', consumers, {
      body: { consumer: { description: 'a program', colour: 'red', secret: 'mine', id: 'mine' } },
    })
    assert.equal(made.status, 201)
    const { secret, ...consumer } = made.body.consumer
    assert.match(secret, /^[0-9a-f]{32}$/)
    assert.deepEqual(consumer, {
      id: consumer.id,
      description: 'a program',
      colour: 'red',
      links: { self: `${base}/OS-OAUTH1/consumers/${consumer.id}` },
    })
    const url = `${consumers}/${consumer.id}`
    assert.deepEqual((await call('GET', url)).body, { consumer })
    const changed = await call('PATCH', url, {
      body: { consumer: { id: consumer.id, description: null, size: 2 } },
    })
    assert.deepEqual(changed.body, { consumer: { ...consumer, description: null, size: 2 } })
    const wrong = [
      { secret: 'another' },
      { id: 'another' },
      {},
      { description: 'x'.repeat(65) },
      { description: 1 },
    ]
    for (const body of wrong)
      assert.equal((await call('PATCH', url, { body: { consumer: body } })).status, 400, JSON.stringify(body))
    const listed = (await call('GET', consumers)).body
    assert.ok(listed.consumers.some(({ id }: Key) => id === consumer.id))
    assert.equal(JSON.stringify(listed).includes('secret'), false, 'T30')
    const first = (await call('GET', `${consumers}?limit=1`)).body
    assert.equal(first.consumers.length, 1)
    assert.equal((await call('DELETE', url)).status, 204)
    for (const method of ['GET', 'DELETE']) assert.equal((await call(method, url)).status, 404)
    assert.equal((await call('POST', consumers, { body: {} })).status, 400)
    assert.equal((await call('POST', consumers, { body: { consumer: {} }, token: undefined })).status, 401)
  })

  test('the three steps return forms, and the fourth a token', async () => {
    const consumer = await newConsumer()
    const requested = await ask(consumer)
    assert.deepEqual(
      [requested.status, requested.headers['content-type'], requested.headers['cache-control']],
      [201, 'application/x-www-form-urlencoded', 'no-store'],
    )
    const token = reported(requested)
    assert.match(token.expires, time)
    const authorized = await authorize(token)
    assert.equal(authorized.status, 200)
    const { oauth_verifier } = authorized.body.token
    assert.match(oauth_verifier, /^\w{8}$/)
    const exchanged = await exchange(consumer, token, oauth_verifier)
    assert.deepEqual(
      [exchanged.status, exchanged.headers['content-type']],
      [201, 'application/x-www-form-urlencoded'],
    )
    const access = reported(exchanged)
    assert.match(access.expires, time)

    const entered = await enter(consumer, access)
    assert.equal(entered.status, 201, JSON.stringify(entered.body))
    const { token: shown } = entered.body
    assert.deepEqual(shown['OS-OAUTH1'], { access_token_id: access.id, consumer_id: consumer.id })
    assert.deepEqual([shown.user.id, shown.project.id, shown.methods], [userId, projectId, ['oauth1']])
    assert.deepEqual(shown.roles.map(({ name }: { name: string }) => name).sort(), ['member', 'reader'])
    assert.ok(shown.catalog.length > 0)
    const subject = String(entered.headers['x-subject-token'])
    assert.deepEqual(
      (await call('GET', '/v3/auth/tokens', { subject })).body,
      entered.body,
      'the same when it is validated',
    )
    const identity = { methods: ['token'], token: { id: subject } }
    for (const auth of [{ identity }, { identity, scope: { project: { id: projectId } } }])
      assert.equal((await s.call('POST', '/v3/auth/tokens', { body: { auth } })).status, 403, 'T10')
  })

  test('clients may sign without the query, and with the address in Host', async () => {
    const { consumer, access } = await grant()
    const plain = await enter(consumer, access, '?nocatalog')
    assert.deepEqual([plain.status, plain.body.token.catalog], [201, undefined])
    const path = '/v3/auth/tokens'
    const entering = (address: string, headers: Record<string, string>) =>
      s.call('POST', path, {
        body: signInBody,
        headers: { authorization: signedHeader({ consumer, token: access, address }), ...headers },
      })
    assert.equal(
      (await entering(`http://inside:5000${path}`, { host: 'inside:5000' })).status,
      201,
      'a client inside the walls',
    )
    assert.equal((await entering(`http://inside:5000${path}`, { host: 'outside:5000' })).status, 401)
    assert.equal((await entering(`http://elsewhere${path}`, {})).status, 401)
    const forged = { host: 'muster.test', 'x-forwarded-host': 'elsewhere' }
    assert.equal((await entering(`http://elsewhere${path}`, forged)).status, 401)
  })

  test('a missing parameter is 400, an invalid one 401, an unknown one 404', async () => {
    const consumer = await newConsumer()
    const token = reported(await ask(consumer))
    const unprivileged = { id: 'f'.repeat(32), secret: 'x' }
    const statusOf = async (answer: Promise<Called>) => (await answer).status
    assert.equal(await statusOf(ask(unprivileged)), 404)
    assert.equal(await statusOf(ask(consumer, 'f'.repeat(32))), 404)
    assert.equal(await statusOf(ask({ ...consumer, secret: 'x' })), 401)
    assert.equal(await statusOf(ask({ ...consumer, secret: 'x' }, 'f'.repeat(32))), 401)
    assert.equal(await statusOf(post('/OS-OAUTH1/request_token', { consumer })), 400)
    assert.equal(await statusOf(s.call('POST', '/v3/OS-OAUTH1/access_token')), 400)
    assert.equal(await statusOf(post('/OS-OAUTH1/access_token', { consumer, token })), 400)
    assert.equal(await statusOf(exchange(consumer, token, 'abcdefgh')), 401)
    assert.equal(await statusOf(exchange(consumer, unprivileged, 'abcdefgh')), 404)
    assert.equal(await statusOf(s.call('POST', '/v3/auth/tokens', { body: signInBody })), 400)
    assert.equal(await statusOf(enter(consumer, token)), 401)
    const unnamed = { auth: { identity: { methods: ['oauth1'] } } }
    assert.equal(await statusOf(s.call('POST', '/v3/auth/tokens', { body: unnamed })), 400)
    for (const roles of [null, [], {}, 'member', [{}], ['member'], [{ id: 'a', name: 'b' }], [{ id: 1 }]])
      assert.equal(await statusOf(authorize(token, roles)), 400, JSON.stringify(roles))
    assert.equal(await statusOf(authorize(token, [{ name: 'service' }])), 401)
    assert.equal(await statusOf(authorize(token, [{ name: 'no-such-role' }])), 404)
    assert.equal(await statusOf(authorize(unprivileged)), 404)
    assert.equal(await statusOf(authorize(token, undefined, { token: s.system })), 403, 'projects alone')
    const withoutToken: Call = { body: { roles: [{ name: 'member' }] } }
    assert.equal(await statusOf(s.call('PUT', `/v3/OS-OAUTH1/authorize/${token.id}`, withoutToken)), 401)
  })

  test('T77: malformed Authorization headers cause no internal error', async () => {
    const sentEmails = [
      'OAuth ',
      'oauth_',
      '"',
      '=',
      ',',
      '%',
      '%00',
      '%ff',
      '\\',
      '\t',
      ' ',
      'é',
      'x'.repeat(2000),
    ]
    let seed = 7
    const random = (most: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed % most
    }
    for (let n = 0; n < 150; n++) {
      const text = Array.from({ length: random(12) }, () => sentEmails[random(sentEmails.length)]).join('')
      for (const path of ['/OS-OAUTH1/request_token', '/OS-OAUTH1/access_token', '/auth/tokens']) {
        const headers = { authorization: `OAuth ${text}`, 'requested-project-id': projectId }
        const body = path === '/auth/tokens' ? { body: signInBody } : {}
        const { status } = await s.call('POST', `/v3${path}`, { ...body, headers })
        assert.ok(status === 400 || status === 401, `${path} of ${text}: ${status}`)
      }
    }
  })

  test('access tokens are listed, shown and revoked under their user alone', async () => {
    const { consumer, access } = await grant()
    const list = `/v3/users/${userId}/OS-OAUTH1/access_tokens`
    const url = `${list}/${access.id}`
    const shown = {
      id: access.id,
      consumer_id: consumer.id,
      authorizing_user_id: userId,
      project_id: projectId,
      expires_at: access.expires,
      links: {
        self: `${base}/users/${userId}/OS-OAUTH1/access_tokens/${access.id}`,
        roles: `${base}/users/${userId}/OS-OAUTH1/access_tokens/${access.id}/roles`,
      },
    }
    assert.deepEqual((await call('GET', url)).body, { access_token: shown })
    const { access_tokens: rows, links } = (await call('GET', list)).body
    assert.deepEqual(
      rows.find(({ id }: Key) => id === access.id),
      shown,
    )
    assert.equal(links.self, `${base}/users/${userId}/OS-OAUTH1/access_tokens`)
    const { roles } = (await call('GET', `${url}/roles`)).body
    assert.deepEqual(
      roles.map(({ name }: { name: string }) => name),
      ['member'],
    )
    const [{ id: roleId }] = roles
    assert.equal((await call('GET', `${url}/roles/${roleId}`)).body.role.name, 'member')
    assert.equal((await call('GET', `${url}/roles/${'f'.repeat(32)}`)).status, 404)

    const password = 'a phrase of somebody'
    const { user } = (await call('POST', '/v3/users', { body: { user: { name: 'somebody', password } } }))
      .body
    const elsewhere = `/v3/users/${user.id}/OS-OAUTH1/access_tokens`
    assert.deepEqual((await call('GET', elsewhere)).body.access_tokens, [])
    for (const path of [`/${access.id}`, `/${access.id}/roles`, `/${access.id}/roles/${roleId}`])
      assert.equal((await call('GET', elsewhere + path)).status, 404, path)
    assert.equal((await call('DELETE', `${elsewhere}/${access.id}`)).status, 404)
    const stranger = await s.signIn({ id: user.id, password })
    for (const method of ['GET', 'DELETE'])
      assert.equal((await call(method, url, { token: stranger })).status, 403)

    const subject = String((await enter(consumer, access)).headers['x-subject-token'])
    for (const method of ['GET', 'DELETE'])
      assert.equal((await call(method, url, { token: subject })).status, 403, 'T09: delegated credentials')
    assert.equal((await call('DELETE', url, { token: s.system })).status, 204)
    assert.equal((await call('GET', '/v3/auth/tokens', { subject })).status, 404)
    assert.equal((await enter(consumer, access)).status, 401)
  })

  test('T11: a token of an application credential cannot authorize, unrestricted or not', async () => {
    const token = reported(await ask(await newConsumer()))
    for (const unrestricted of [true, false]) {
      const made = await call('POST', `/v3/users/${userId}/application_credentials`, {
        body: { application_credential: { name: `credential ${unrestricted}`, unrestricted } },
      })
      const { id, secret } = made.body.application_credential
      const identity = { methods: ['application_credential'], application_credential: { id, secret } }
      const { headers } = await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })
      const by = String(headers['x-subject-token'])
      assert.equal((await authorize(token, undefined, { token: by })).status, 403)
    }
    assert.equal((await authorize(token)).status, 200)
  })

  test('a new password invalidates the tokens, and the consumer may create another', async () => {
    const password = 'first phrase of all'
    const { user } = (await call('POST', '/v3/users', { body: { user: { name: 'owner', password } } })).body
    const { roles } = (await call('GET', '/v3/roles?name=admin')).body
    await call('PUT', `/v3/projects/${projectId}/users/${user.id}/roles/${roles[0].id}`)
    const by = await s.signIn({ id: user.id, password }, { project: { id: projectId } })
    const consumer = await newConsumer()
    const token = reported(await ask(consumer))
    const { body } = await authorize(token, undefined, { token: by })
    const access = reported(await exchange(consumer, token, body.token.oauth_verifier))
    const subject = String((await enter(consumer, access)).headers['x-subject-token'])
    await call('PATCH', `/v3/users/${user.id}`, { body: { user: { password: 'second phrase of all' } } })
    assert.equal((await call('GET', '/v3/auth/tokens', { subject })).status, 404)
    const again = await enter(consumer, access)
    assert.equal(again.status, 201)
    const fresh = String(again.headers['x-subject-token'])
    assert.equal((await call('GET', '/v3/auth/tokens', { subject: fresh })).status, 200)
  })
})
