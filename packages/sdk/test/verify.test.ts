import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { Muster } from '../src/index.ts'
import { requireAuth as expressAuth } from '../src/verify/express.ts'
import { requireAuth as fastifyAuth } from '../src/verify/fastify.ts'
import { requireAuth as honoAuth } from '../src/verify/hono.ts'
import { authenticate, authOf, checkRequest, makeVerifier, type Verifier } from '../src/verify/index.ts'
import { sendJson, startFakeServer } from './fake-server.ts'
import { onEachMuster } from './muster-server.ts'

/** An application that answers a request with the status and the name of its holder. */
type Application = (
  headers: Record<string, string>,
) => Promise<{ readonly status: number; readonly name: string }>

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const fetched = async (response: Response) => ({
  status: response.status,
  name: response.status === 200 ? await response.text() : '',
})

onEachMuster('verification of secrets', (server) => {
  let admin: Muster
  let apiKey: string
  let time = Date.now()
  const close: (() => Promise<unknown>)[] = []

  before(async () => {
    const anonymous = new Muster({ url: server().url })
    const { secret } = await anonymous.sessions.open({ username: 'admin', password: server().adminPassword })
    admin = new Muster({ url: server().url, session: secret })
    const made = await admin.apiKeys.createServiceUser({
      username: 'verifier',
      scope: { type: 'system' },
      roles: [{ name: 'service' }],
    })
    apiKey = made.secret
  })
  after(async () => {
    for (const one of close) await one()
  })

  const verifier = (): Verifier => makeVerifier({ url: server().url, apiKey, maxAge: 30, now: () => time })

  const newKey = async (username: string, role = 'reader') =>
    admin.apiKeys.createServiceUser({
      username,
      scope: { type: 'domain', id: 'default' },
      roles: [{ name: role }],
    })

  test('an API key, a session and a token of Identity v3 are verified with scope and roles', async () => {
    const { secret, user } = await newKey('reporter')
    const key = await verifier().verify(secret)
    assert.deepEqual(key, {
      kind: 'api_key',
      userId: user.id,
      username: 'reporter',
      domainId: 'default',
      scope: { type: 'domain', id: 'default' },
      roles: ['reader'],
      expiresAt: undefined,
    })
    const opened = await new Muster({ url: server().url }).sessions.open({
      username: 'admin',
      password: server().adminPassword,
    })
    assert.equal((await verifier().verify(opened.secret ?? ''))?.kind, 'session')
    const token = await verifier().verify(server().admin)
    assert.deepEqual([token?.kind, token?.username, token?.scope.type], ['token', 'admin', 'project'])
    assert.ok(token?.roles.includes('admin'))
  })

  for (const invalid of ['', 'mst_k_unknown', 'mst_s_unknown', 'gAAAA-unknown', 'a b', 'x'.repeat(20_000)])
    test(`${JSON.stringify(invalid.slice(0, 20))} is not valid`, async () => {
      assert.equal(await verifier().verify(invalid), undefined)
    })

  test('a revoked key is rejected at the latest after maxAge', async () => {
    const { secret, api_key: key } = await newKey('revoked-later')
    const cached = verifier()
    assert.ok(await cached.verify(secret))
    await admin.apiKeys.update(key.id, { revoked: true })
    time += 29_000
    assert.ok(await cached.verify(secret), 'the result is still in memory')
    time += 1001
    assert.equal(await cached.verify(secret), undefined)
  })

  test('an evicted secret is verified again at once', async () => {
    const { secret, api_key: key } = await newKey('evicted')
    const cached = verifier()
    await cached.verify(secret)
    await admin.apiKeys.delete(key.id)
    cached.evict(secret)
    assert.equal(await cached.verify(secret), undefined)
  })

  const applications: Readonly<Record<string, (checked: Verifier) => Promise<Application>>> = {
    async 'Express 5'(checked) {
      const app = express()
      app.use(expressAuth(checked, { roles: ['manager', 'admin'] }))
      app.get('/', (request, response) => void response.send(authOf(request)?.username))
      const http = createServer(app)
      const url = await listening(http)
      close.push(async () => http.close())
      return async (headers) => fetched(await fetch(url, { headers }))
    },
    async 'Fastify 5'(checked) {
      const app = Fastify()
      app.addHook('onRequest', fastifyAuth(checked, { roles: ['manager', 'admin'] }))
      app.get('/', async (request) => authOf(request)?.username)
      return async (headers) => {
        const { statusCode, body } = await app.inject({ url: '/', headers })
        return { status: statusCode, name: statusCode === 200 ? body : '' }
      }
    },
    async 'Hono 4'(checked) {
      const app = new Hono()
      app.use(honoAuth(checked, { roles: ['manager', 'admin'] }))
      app.get('/', (context) => context.text(authOf(context.req.raw)?.username ?? ''))
      return async (headers) => fetched(await app.request('/', { headers }))
    },
    async 'a handler of the Fetch API'(checked) {
      return async (headers) => {
        const request = new Request('http://app.test/', { headers })
        const holder = await authenticate(checked, request, { roles: ['manager', 'admin'] })
        return fetched(holder instanceof Response ? holder : new Response(holder.username))
      }
    },
  }
  for (const [title, start] of Object.entries(applications))
    test(`${title} accepts valid secrets and rejects others with 401 and 403`, async () => {
      const call = await start(verifier())
      const { secret } = await newKey(`for-${title}`, 'manager')
      const reader = await newKey(`reader-${title}`)
      assert.deepEqual(await call({ authorization: `Bearer ${secret}` }), {
        status: 200,
        name: `for-${title}`,
      })
      assert.deepEqual(await call({ 'x-auth-token': server().admin }), { status: 200, name: 'admin' })
      assert.equal((await call({})).status, 401)
      assert.equal((await call({ authorization: 'Basic YTpi' })).status, 401)
      assert.equal((await call({ authorization: 'Bearer mst_k_wrong' })).status, 401)
      assert.equal((await call({ authorization: `Bearer ${reader.secret}` })).status, 403)
    })
})

const header = (secret: string) => (name: string) =>
  name === 'authorization' ? `Bearer ${secret}` : undefined

test('requests for the same secret share one call, and the result is used again', async () => {
  const fake = await startFakeServer((_request, response) =>
    sendJson(response, 200, { active: true, sub: 'u', username: 'u', domain_id: 'd', kind: 'api_key' }),
  )
  const checked = makeVerifier({ url: fake.url, apiKey: 'mst_k_own' })
  await Promise.all(Array.from({ length: 20 }, () => checked.verify('mst_k_other')))
  await checked.verify('mst_k_other')
  assert.equal(fake.received.length, 1)
  assert.ok(!inspect(checked, { depth: 9, showHidden: true }).includes('mst_k_own'))
  await fake.close()
})

test('the memory is bounded, and the oldest secret is verified again', async () => {
  const fake = await startFakeServer((_request, response) =>
    sendJson(response, 200, { active: true, sub: 'u', kind: 'api_key' }),
  )
  const checked = makeVerifier({ url: fake.url, apiKey: 'mst_k_own', maxEntries: 2 })
  for (const one of ['1', '2', '3']) await checked.verify(`mst_k_${one}`)
  assert.deepEqual(
    ['1', '2', '3'].map((one) => checked.peek(`mst_k_${one}`).found),
    [false, true, true],
  )
  await fake.close()
})

test('a flood of invalid secrets displaces no valid one, and is bounded', async () => {
  const fake = await startFakeServer(({ body }, response) => {
    sendJson(response, 200, { active: body === 'token=mst_k_valid', sub: 'u', kind: 'api_key' })
  })
  const checked = makeVerifier({ url: fake.url, apiKey: 'mst_k_own', maxEntries: 2 })
  await checked.verify('mst_k_valid')
  for (const one of [1, 2, 3, 4]) assert.equal(await checked.verify(`mst_k_${one}`), undefined)
  assert.ok(checked.peek('mst_k_valid').found)
  assert.deepEqual(
    [1, 2, 3, 4].map((one) => checked.peek(`mst_k_${one}`).found),
    [false, false, true, true],
  )
  await fake.close()
})

test('more than 1,000 secrets at once are rejected without a request', async () => {
  let sent = 0
  const checked = makeVerifier({
    url: 'http://muster.test',
    apiKey: 'mst_k_own',
    fetch: () => {
      sent++
      return new Promise<Response>(() => {})
    },
    timeout: 100_000,
  })
  for (let number = 0; number < 1000; number++) checked.verify(`mst_k_${number}`).catch(() => {})
  await assert.rejects(checked.verify('mst_k_another'), { name: 'ClientError' })
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(sent, 1000)
})

for (const [title, status] of [
  ['the server is not available', 503],
  ['the key of the verifier is rejected', 401],
] as const)
  test(`when ${title}, requests are rejected with 503`, async () => {
    const fake = await startFakeServer((_request, response) =>
      sendJson(response, status, {}, { 'retry-after': '60' }),
    )
    const checked = makeVerifier({ url: fake.url, apiKey: 'mst_k_own', retries: 0 })
    const { rejection } = await checkRequest(checked, header('mst_k_other'))
    assert.equal(rejection?.status, 503)
    await fake.close()
  })

test('a rejection names the scheme and never the secret', async () => {
  const fake = await startFakeServer((_request, response) => sendJson(response, 200, { active: false }))
  const checked = makeVerifier({ url: fake.url, apiKey: 'mst_k_own' })
  const { rejection } = await checkRequest(checked, header('mst_k_other'))
  assert.equal(rejection?.headers['www-authenticate'], 'Bearer error="invalid_token"')
  assert.ok(!inspect(rejection).includes('mst_k_other'))
  assert.deepEqual(await checkRequest(checked, () => undefined, { optional: true }), {
    verified: undefined,
    rejection: undefined,
  })
  await fake.close()
})
