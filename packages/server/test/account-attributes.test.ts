import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { secretIn } from './links.ts'
import { type Native, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const phrase = 'a phrase of her own'

onEachDatabase('attributes of accounts at /api/v1', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const codeOf = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1)
  const create = (body: object) =>
    n.call('POST', '/users', { secret: n.admin, body: { username: `user-${++count}`, ...body } })
  const patch = (id: string, body: object) => n.call('PATCH', `/users/${id}`, { secret: n.admin, body })
  const get = async (id: string) => (await n.call('GET', `/users/${id}`, { secret: n.admin })).body
  const find = async (query: string) =>
    (await n.call('GET', `/users?${query}`, { secret: n.admin })).body.users.map(
      ({ username }: { username: string }) => username,
    )

  test('N22: accepting an invitation link verifies the address, and changing the address clears that', async () => {
    const email = `invited-${++count}@example.com`
    const made = await n.call('POST', '/invitations', { secret: n.admin, body: { email } })
    const { id } = made.body.user
    assert.equal(made.body.user.email_verified_at, null)
    const token = secretIn((await s.sentEmails()).at(-1))
    const body = { token, password: phrase }
    assert.notEqual((await n.call('POST', '/invitations/accept', { body })).body.email_verified_at, null)
    assert.notEqual((await get(id)).email_verified_at, null)
    const filter = encodeURIComponent('email_verified_at IS NOT NULL')
    assert.deepEqual(await find(`filter=${filter}`), [email])
    await patch(id, { email: email.toUpperCase() })
    assert.notEqual((await get(id)).email_verified_at, null, 'the same address in another spelling')
    await patch(id, { email: 'other@example.com' })
    assert.equal((await get(id)).email_verified_at, null)
    await patch(id, { email })
    assert.equal((await get(id)).email_verified_at, null, 'a released address must be verified again')
  })

  test('N22: using a recovery link verifies the address; an address replaced at Identity v3 is not verified', async () => {
    const email = `known-${++count}@example.com`
    const { body: user } = await create({ email, password: phrase })
    await n.call('POST', '/recovery', { body: { email } })
    const token = secretIn((await s.sentEmails()).at(-1))
    assert.equal(
      (await get(user.id)).email_verified_at,
      null,
      'a sent link alone does not verify the address',
    )
    const reset = await n.call('POST', '/recovery/reset', {
      body: { token, password: 'another phrase of hers' },
    })
    assert.ok(reset.status < 300, JSON.stringify(reset.body))
    assert.notEqual((await get(user.id)).email_verified_at, null)
    const v3 = { user: { email: 'replaced@example.com' } }
    await s.call('PATCH', `/v3/users/${user.id}`, { token: s.admin, body: v3 })
    assert.equal((await get(user.id)).email_verified_at, null)
  })

  test('N22: email_verified_at is read-only for clients', async () => {
    const at = '2026-01-01T00:00:00Z'
    assert.equal((await create({ email_verified_at: at })).status, 400)
    const { body: user } = await create({})
    assert.equal((await patch(user.id, { email_verified_at: at })).status, 400)
  })

  test('N22: an external id is unique in its domain, searchable, changeable and clearable', async () => {
    const { body: first } = await create({ external_id: 'hr-1' })
    assert.equal(first.external_id, 'hr-1')
    const again = await create({ external_id: 'hr-1' })
    assert.deepEqual([again.status, codeOf(again)], [409, 'external_id_taken'])
    const { id: domain_id } = await n.newDomain()
    assert.equal((await create({ external_id: 'hr-1', domain_id })).status, 201)
    assert.deepEqual(await find('external_id=hr-1&domain_id=default'), [first.username])
    const filter = encodeURIComponent("external_id = 'hr-1' AND domain_id = 'default'")
    assert.deepEqual(await find(`filter=${filter}`), [first.username])
    const { body: other } = await create({ external_id: 'hr-2' })
    assert.equal((await patch(other.id, { external_id: 'hr-1' })).status, 409)
    assert.equal((await patch(first.id, { external_id: null })).body.external_id, null)
    assert.equal((await patch(other.id, { external_id: 'hr-1' })).status, 200)
    for (const external_id of ['', ' x', 'a\u0000', 'x'.repeat(256)])
      assert.equal((await create({ external_id })).status, 400, JSON.stringify(external_id))
  })

  test('N22: a deleted user frees its external id', async () => {
    const { body: user } = await create({ external_id: 'hr-9' })
    await n.call('DELETE', `/users/${user.id}`, { secret: n.admin })
    assert.equal((await create({ external_id: 'hr-9' })).status, 201)
    const restore = await n.call('POST', `/deleted-users/${user.id}/restore`, { secret: n.admin, body: {} })
    assert.deepEqual([restore.status, codeOf(restore)], [409, 'external_id_taken'])
  })

  test('N22: a user reads its public metadata and not the administrative metadata', async () => {
    const { body: made } = await create({
      password: phrase,
      metadata: { risk: 'high' },
      public_metadata: { team: 'blue', floor: 2 },
    })
    const secret = await n.signIn(made.username, phrase)
    const me = (await n.call('GET', '/me', { secret })).body.user
    assert.deepEqual([me.public_metadata, 'metadata' in me], [{ team: 'blue', floor: 2 }, false])
    const own = (await n.call('GET', `/users/${made.id}`, { secret })).body
    assert.equal('metadata' in own, false)
    const renamed = await n.call('PATCH', '/me', { secret, body: { display_name: 'Ann' } })
    assert.deepEqual([renamed.status, 'metadata' in renamed.body], [200, false])
    assert.equal((await n.call('PATCH', '/me', { secret, body: { public_metadata: {} } })).status, 400)
    await patch(made.id, { public_metadata: { floor: null, room: 'a' } })
    const seen = await get(made.id)
    assert.deepEqual([seen.metadata, seen.public_metadata], [{ risk: 'high' }, { team: 'blue', room: 'a' }])
  })
})
