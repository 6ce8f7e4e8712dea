import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Contract } from '@muster/contract/operation.ts'
import { createApiKey } from '../../src/core/access/api-keys/create-api-key.ts'
import { onSystem } from '../builders.ts'
import { onEachDatabase } from '../databases.ts'
import { callerAs } from '../test-core.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type ApiFixture, askOf, type MakeFixture, type Things } from './api-fixture.ts'
import { arizeFixture, arizeId } from './arize-fixture.ts'
import { geoboxFixture } from './geobox-fixture.ts'
import { julepFixture } from './julep-fixture.ts'
import { makeFixture as keystoneFixture, operations, requestFor } from './keystone-fixture.ts'
import { nativeFixture } from './native-fixture.ts'
import { robotoFixture } from './roboto-fixture.ts'

const fixtures: Readonly<Record<string, MakeFixture>> = {
  native: nativeFixture,
  arize: arizeFixture,
  geobox: geoboxFixture,
  julep: julepFixture,
  roboto: robotoFixture,
}

/** Operations that a manager may perform on an administrator, with the reason (decision 0012). */
const open: Readonly<Record<string, string>> = {
  'native createDocument': 'documents prove nothing',
  'native updateDocument': 'documents prove nothing',
  'native deleteDocument': 'documents prove nothing',
  'native updateNotificationPreferences': 'security emails are always sent',
  'native givePlan': 'plans give no authority',
  'native renewPlan': 'plans give no authority',
  'native restoreUser': 'a deleted user has no roles',
  'native grantUserRole': 'bounded by role and scope',
  'native revokeUserRole': 'bounded by role and scope',
  'native grantGroupRole': 'bounded by role and scope',
  'native revokeGroupRole': 'bounded by role and scope',
  'native setProjectMember': 'bounded by role and place',
  'native removeProjectMember': 'bounded by role and place',
  'native purgeDeletedUser': 'for administrators alone',
  'native closeOwnSession': 'sessions of others are not there',
  'arize removeOrganizationUser': 'bounded by role and place',
  'arize removeSpaceUser': 'bounded by role and place',
  'geobox renewPlan': 'plans give no authority',
  'julep createUserDoc': 'documents prove nothing',
  'julep deleteUserDoc': 'documents prove nothing',
}

const named = /\{(user_id|invitation_id|session_id|session_uuid|api_key_id|key_id|group_id)\}/
const namesKey = /\{(api_key_id|key_id)\}/
const writesOf = (contract: Contract) =>
  Object.entries(contract).filter(
    ([, { method, path }]) => method !== 'GET' && method !== 'HEAD' && named.test(path),
  )

for (const [api, makeFixture] of Object.entries(fixtures))
  onEachDatabase(`administrators at the ${api} API`, (makePlace) => {
    let s: TestServer
    let fixture: ApiFixture
    before(async () => {
      s = await startTestServer(await makePlace())
      fixture = await makeFixture(s)
    })
    after(() => s.close())

    const users = async () => {
      const { rows } = await s.muster.store.reading.users.list({ where: [], page: { limit: 1000 } })
      return rows
    }
    const source = { api: 'test', requestId: 'req-test' }

    /** Makes every user and the group of the fixture system administrators. */
    const promoted = async (name: string): Promise<{ things: Things; userIds: readonly string[] }> => {
      const known = new Set((await users()).map(({ id }) => id))
      const things = await fixture.things(name)
      const userIds = (await users()).flatMap(({ id }) => (known.has(id) ? [] : [id]))
      const { roles } = (await s.call('GET', '/v3/roles?name=admin', { token: s.system })).body
      const group = things['group_id']
      for (const actor of [...userIds.map((id) => `users/${id}`), ...(group ? [`groups/${group}`] : [])]) {
        const put = await s.call('PUT', `/v3/system/${actor}/roles/${roles[0].id}`, { token: s.system })
        assert.equal(put.status, 204)
      }
      return { things, userIds }
    }

    /** A key of an administrator of the same domain, under each name of its path parameter. */
    const strongKey = async (): Promise<Things> => {
      const { userIds } = await promoted('deleteUser')
      const userId = userIds.at(-1) ?? assert.fail()
      const admin = (await s.muster.store.reading.roles.getByName('admin'))[0] ?? assert.fail()
      const caller = callerAs({ userId, scope: { kind: 'system' }, roles: ['admin'] })
      const asItself = { ...caller, roles: [{ id: admin.id, name: 'admin' }] }
      await s.muster.store.transaction('serializable', async (stores) => {
        await stores.users.update(userId, { developer: true, updatedAt: Date.now() })
      })
      const { key } = await s.muster.core.run(
        createApiKey,
        { name: 'strong', scope: onSystem },
        asItself,
        source,
      )
      return {
        api_key_id: api === 'arize' ? arizeId('ApiKey', key.id) : key.id,
        key_id: String(key.number),
      }
    }

    test('S9: every operation on an administrator, its keys and its sessions is rejected for a domain manager', async () => {
      const writes = writesOf(fixture.contract)
      for (const [name, { path }] of writes) {
        if (`${api} ${name}` in open) continue
        const { things } = await promoted(name)
        const all = namesKey.test(path) ? { ...things, ...(await strongKey()) } : things
        const answer = await askOf(s, fixture)(name, all, fixture.callers.manager)
        const text = `${api} ${name}: ${answer.status} ${JSON.stringify(answer.body)}`
        // For clients of this vendor keys without permission are not found.
        assert.equal(answer.status, api === 'arize' && namesKey.test(path) ? 404 : 403, text)
        assert.ok(fixture.isErrorResponse(answer), text)
      }
    })

    test('S9: every operation listed as open to a manager exists', () => {
      const names = new Set(writesOf(fixture.contract).map(([name]) => `${api} ${name}`))
      const gone = Object.keys(open).filter((name) => name.startsWith(`${api} `) && !names.has(name))
      assert.deepEqual(gone, [])
    })
  })

onEachDatabase('administrators at Identity v3', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const writes = operations.filter(
    ([, { method, path }]) =>
      method !== 'GET' &&
      method !== 'HEAD' &&
      /\{(user_id|group_id|trust_id|credential_id|application_credential_id|access_token_id)\}/.test(path),
  )

  test('S9: every operation on an administrator and on the group of administrators is rejected for a domain manager', async () => {
    const { domainA, things } = await keystoneFixture(s)
    const password = 'a phrase of the manager'
    const made = { user: { name: 'manager of alpha', domain_id: domainA, password } }
    const { id } = (await s.call('POST', '/v3/users', { token: s.system, body: made })).body.user
    const idOf = async (name: string) =>
      (await s.call('GET', `/v3/roles?name=${name}`, { token: s.system })).body.roles[0].id
    const put = (path: string) => s.call('PUT', `/v3${path}`, { token: s.system })
    assert.equal((await put(`/domains/${domainA}/users/${id}/roles/${await idOf('manager')}`)).status, 204)
    for (const actor of [`users/${things['user_id']}`, `groups/${things['group_id']}`])
      assert.equal((await put(`/system/${actor}/roles/${await idOf('admin')}`)).status, 204)
    const token = await s.signIn({ id, password }, { domain: { id: domainA } })
    for (const [name, operation] of writes) {
      // Requires the current password instead of a token.
      if (name === 'changePassword') continue
      const { method, url, call } = requestFor(operation, things)
      const answer = await s.call(method, url, { ...call, token })
      assert.equal(answer.status, 403, `${name} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
  })
})
