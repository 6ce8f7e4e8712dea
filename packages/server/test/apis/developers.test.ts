import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { keystone } from '@muster/contract/keystone/all.ts'
import { native } from '@muster/contract/native/all.ts'
import type { Contract } from '@muster/contract/operation.ts'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

/** The credentials of the user: an Identity v3 project token, a session, and an existing key. */
type User = {
  readonly id: string
  readonly token: string
  readonly secret: string
  readonly projectId: string
  readonly keyId: string
  readonly ec2Id: string
}

let count = 0
const blob = () => JSON.stringify({ access: `access-${++count}`, secret: 'kept' })

/** Every operation that creates or rotates a secret that authenticates by itself. */
const makesKeys: Record<string, (s: TestServer, n: Native, user: User) => Promise<Called>> = {
  'keystone createApplicationCredential': (s, _n, { id, token }) =>
    s.call('POST', `/v3/users/${id}/application_credentials`, {
      token,
      body: { application_credential: { name: `key ${++count}` } },
    }),
  'keystone ec2CreateCredential': (s, _n, { id, token, projectId }) =>
    s.call('POST', `/v3/users/${id}/credentials/OS-EC2`, { token, body: { tenant_id: projectId } }),
  'keystone createCredential': (s, _n, { id, token, projectId }) =>
    s.call('POST', '/v3/credentials', {
      token,
      body: { credential: { user_id: id, project_id: projectId, type: 'ec2', blob: blob() } },
    }),
  'keystone updateCredential': async (s, _n, { token, ec2Id }) => {
    const { credential } = (await s.call('GET', `/v3/credentials/${ec2Id}`, { token })).body
    const { access } = JSON.parse(credential.blob)
    const changed = JSON.stringify({ access, secret: `new ${++count}` })
    return s.call('PATCH', `/v3/credentials/${ec2Id}`, { token, body: { credential: { blob: changed } } })
  },
  'native createApiKey': (_s, n, { secret, projectId }) =>
    n.call('POST', '/api-keys', {
      secret,
      body: { name: `key ${++count}`, scope: { type: 'project', id: projectId } },
    }),
  'native rotateApiKey': (_s, n, { secret, keyId }) =>
    n.call('POST', `/api-keys/${keyId}/rotate`, { secret, body: {} }),
}

/** Operations with similar names that create no secret. */
const others = new Set(['native updateApiKey'])

onEachDatabase('a user who is not a developer', (makePlace) => {
  let s: TestServer
  let n: Native
  let user: User
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    const { id, username, password } = await n.newUser({ developer: true })
    const { projects } = (await s.call('GET', '/v3/projects?name=admin', { token: s.system })).body
    const { roles } = (await s.call('GET', '/v3/roles?name=member', { token: s.system })).body
    const grant = `/v3/projects/${projects[0].id}/users/${id}/roles/${roles[0].id}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    const proof = { name: username, domain: { id: 'default' }, password }
    const token = await s.signIn(proof, { project: { id: projects[0].id } })
    const secret = await n.signIn(username, password)
    user = { id, token, secret, projectId: projects[0].id, keyId: '', ec2Id: '' }
    const [key, ec2] = [
      await makesKeys['native createApiKey']?.(s, n, user),
      await makesKeys['keystone createCredential']?.(s, n, user),
    ]
    user = { ...user, keyId: key?.body.api_key.id, ec2Id: ec2?.body.credential.id }
  })
  after(() => s.close())

  const developer = async (is: boolean) => {
    const changed = await n.call('PATCH', `/users/${user.id}`, { secret: n.admin, body: { developer: is } })
    assert.equal(changed.status, 200)
  }
  const secretsOf = async () => {
    const { q } = s.muster.store.db
    return [
      await q.selectFrom('application_credentials').selectAll().where('user_id', '=', user.id).execute(),
      await q.selectFrom('credentials').selectAll().where('user_id', '=', user.id).execute(),
    ]
  }

  test('T17: every operation that creates a key is in the table of this test', () => {
    const contracts: Readonly<Record<string, Contract>> = { keystone, native }
    const found = Object.entries(contracts).flatMap(([api, contract]) =>
      Object.entries(contract).flatMap(([name, { method }]) => {
        const writes = method === 'POST' || method === 'PATCH' || method === 'PUT'
        const made = /key|credential/i.test(name) && writes && !others.has(`${api} ${name}`)
        return made ? [`${api} ${name}`] : []
      }),
    )
    assert.deepEqual(found.sort(), Object.keys(makesKeys).sort())
  })

  for (const [name, ask] of Object.entries(makesKeys))
    test(`T17: cannot create a key by ${name}, and a developer can`, async () => {
      await developer(false)
      const before = await secretsOf()
      const answer = await ask(s, n, user)
      assert.equal(answer.status, 403, JSON.stringify(answer.body))
      assert.match(JSON.stringify(answer.body), /developer/)
      assert.deepEqual(await secretsOf(), before)
      await developer(true)
      const made = await ask(s, n, user)
      assert.ok(made.status < 300, JSON.stringify(made.body))
    })

  test('is the default for users created at Identity v3, and not at the native API', async () => {
    const native = await n.newUser()
    const answer = await n.call('GET', `/users/${native.id}`, { secret: n.admin })
    assert.equal(answer.body.developer, false)
    const made = await s.call('POST', '/v3/users', { token: s.system, body: { user: { name: 'of v3' } } })
    const shown = await n.call('GET', `/users/${made.body.user.id}`, { secret: n.admin })
    assert.equal(shown.body.developer, true)
    assert.equal('developer' in made.body.user, false)
  })
})
