import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { eventLogSettled } from './event-log-settled.ts'
import { startReceiver } from './receiver.ts'
import { adminPassword, startTestServer, type TestServer } from './test-server.ts'

const secretOf = async ({ call }: TestServer): Promise<string> => {
  const { body } = await call('POST', '/api/v1/sessions', {
    body: { username: 'admin', password: adminPassword },
  })
  return String(body.secret)
}

const make = async (s: TestServer, secret: string, url: string) =>
  s.call('POST', '/api/v1/webhooks', {
    headers: { authorization: `Bearer ${secret}` },
    body: { url, kinds: ['user.*'], domain_id: null },
  })

onEachDatabase('a server for development', (makePlace) => {
  test('N10: sends webhooks to this machine by http, with one variable', async () => {
    const receiver = await startReceiver()
    const s = await startTestServer(await makePlace(), { MUSTER_DEVELOPMENT: 'true' })
    const secret = await secretOf(s)
    const made = await make(s, secret, `${receiver.url}/hook`)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal((await make(s, secret, `http://localhost:${receiver.port}/`)).status, 201)
    const rejected = await make(s, secret, 'http://10.0.0.1/')
    assert.equal(rejected.status, 400, 'other private networks stay closed')
    const { status } = await s.call('POST', '/v3/users', {
      token: s.system,
      body: { user: { name: 'ann', domain_id: 'default' } },
    })
    assert.equal(status, 201)
    await eventLogSettled(s.muster.store)
    await s.muster.webhooks.round()
    await s.muster.webhooks.settled()
    const [got] = receiver.received
    assert.equal(JSON.parse(got?.body ?? '{}').type, 'user.created')
    await s.close()
    await receiver.close()
  })

  test('N10: without it neither this machine nor http is called', async () => {
    const s = await startTestServer(await makePlace())
    const secret = await secretOf(s)
    for (const url of ['http://127.0.0.1:8080/', 'https://127.0.0.1:8080/', 'http://example.com/']) {
      const answer = await make(s, secret, url)
      assert.equal(answer.status, 400, url)
    }
    await s.close()
  })
})
