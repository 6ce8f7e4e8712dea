import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('service users at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  let domain: Awaited<ReturnType<Native['newDomain']>>
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    domain = await n.newDomain()
  })
  after(() => s.close())

  let count = 0
  const create = (more: object = {}, secret = domain.secret) =>
    n.call('POST', '/service-users', {
      secret,
      body: {
        username: `robot-${++count}`,
        domain_id: domain.id,
        scope: { type: 'domain', id: domain.id },
        roles: [{ name: 'reader' }],
        ...more,
      },
    })
  const users = async () =>
    (await n.call('GET', `/users?domain_id=${domain.id}&kind=service`, { secret: domain.secret })).body.users
      .length

  test('N26: one request creates a service user with roles and a working key', async () => {
    const { status, body } = await create()
    assert.equal(status, 201, JSON.stringify(body))
    assert.deepEqual([body.user.kind, body.user.domain_id], ['service', domain.id])
    assert.equal(body.api_key.user_id, body.user.id)
    assert.deepEqual(
      body.api_key.roles.map(({ name }: { name: string }) => name),
      ['reader'],
    )
    assert.equal((await n.call('GET', `/users?domain_id=${domain.id}`, { secret: body.secret })).status, 200)
    assert.equal(
      (await n.call('POST', '/users', { secret: body.secret, body: { username: 'x' } })).status,
      403,
    )
  })

  test('N26: the caller grants only delegable roles, and an error leaves no user behind', async () => {
    const before = await users()
    for (const more of [
      { roles: [{ name: 'admin' }] },
      { roles: [{ name: 'service' }] },
      { scope: { type: 'system' } },
      { domain_id: 'default' },
      { scope: { type: 'domain', id: 'default' } },
    ]) {
      const answer = await create(more)
      assert.equal(answer.status, 403, JSON.stringify([more, answer.body]))
      problemOf(answer)
    }
    const wrong = [
      { roles: [] },
      { roles: [{}] },
      { roles: [{ name: 'no-such-role' }] },
      { scope: { type: 'domain' } },
    ]
    for (const more of wrong) {
      const { status } = await create(more)
      assert.ok(status === 400 || status === 404, JSON.stringify([more, status]))
    }
    assert.equal((await create({}, await n.newReader(domain.id))).status, 403)
    assert.equal(await users(), before)
  })
})
