import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createOnce, firstCall, importUsers, listUsers, rename, watchUsers } from '../examples/muster.ts'
import { application, handle, receive } from '../examples/verify.ts'
import { Muster, VersionChanged } from '../src/index.ts'
import { makeVerifier } from '../src/verify/index.ts'
import { onEachMuster } from './muster-server.ts'

onEachMuster('the examples of the native client and of verification', (server) => {
  let muster: Muster
  before(async () => {
    const { url, adminPassword } = server()
    assert.equal(await firstCall(url, adminPassword), 'ada is active')
    const { secret } = await new Muster({ url }).sessions.open({ username: 'admin', password: adminPassword })
    muster = new Muster({ url, session: secret })
  })

  test('lists', async () => {
    const { names, newest, total } = await listUsers(muster)
    assert.ok(names.includes('ada') && newest !== undefined && total >= names.length)
  })

  test('changes', async () => {
    const { id } = await muster.users.create({ username: 'byron' })
    assert.equal((await rename(muster, id)).display_name, 'Ada Lovelace')
    const read = await muster.users.get(id)
    await muster.users.update(id, { description: 'changed' })
    await assert.rejects(muster.users.update(id, { description: 'late' }, { ifMatch: read }), VersionChanged)
  })

  test('errors', async () => {
    assert.ok(await createOnce(muster, 'once'))
    assert.equal(await createOnce(muster, 'once'), undefined)
  })

  test('imports', async () => {
    const warnings: string[] = []
    const csv = 'username,email\nlin,lin@example.org\nbroken,nothing\n'
    assert.equal(await importUsers(muster, csv, (line) => void warnings.push(line)), 1)
    assert.match(warnings[0] ?? '', /^row 2: /)
  })

  test('events', async () => {
    const controller = new AbortController()
    const first = new Promise<string>((resolve) => {
      watchUsers(muster, controller.signal, resolve).catch(() => {})
    })
    // The loop starts with the newest event at that time; one of the users comes later.
    let line: string | undefined
    first.then((one) => {
      line = one
    })
    for (let number = 0; line === undefined; number++)
      await muster.users.create({ username: `watched-${number}` })
    controller.abort()
    assert.match(line, /^user\.created /)
  })

  test('verification in Express and in a handler of the Fetch API', async () => {
    const { secret } = await muster.apiKeys.createServiceUser({
      username: 'reports',
      scope: { type: 'system' },
      roles: [{ name: 'admin' }],
    })
    const http = createServer(application(server().url, secret))
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/reports`
    const headers = { authorization: `Bearer ${secret}` }
    assert.deepEqual(await (await fetch(url, { headers })).json(), { user: 'reports' })
    assert.equal((await fetch(url)).status, 401)
    http.close()
    const verifier = makeVerifier({ url: server().url, apiKey: secret })
    const accepted = await handle(verifier, new Request('http://app.test/', { headers }))
    assert.match(await accepted.text(), /"user":"reports"/)
    assert.equal((await handle(verifier, new Request('http://app.test/'))).status, 401)
  })
})

test('the example of a webhook receiver accepts a signed message and rejects others', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const body = '{"type":"user.created"}'
  const now = new Date(Math.floor(Date.now() / 1000) * 1000)
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(now.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
  }
  const received: string[] = []
  const send = (text: string) =>
    receive(new Request('http://app.test/', { method: 'POST', headers, body: text }), secret, async (id) => {
      received.push(id)
    })
  assert.deepEqual([(await send(body)).status, (await send('{}')).status, received], [204, 400, ['msg_1']])
})
