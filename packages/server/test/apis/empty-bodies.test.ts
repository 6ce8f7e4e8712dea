import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { acceptsEmpty } from '../../src/http/check.ts'
import { sqlitePlace } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { everyOperation } from './every-contract.ts'

const prefixes: Readonly<Record<string, string>> = {
  arize: '/arize',
  geobox: '/geobox/v1',
  julep: '/julep/api',
  keystone: '/v3',
  native: '/api/v1',
  pages: '/account',
  roboto: '/roboto',
  versions: '',
}

// Bodies are validated independently of the database.
describe('requests without a body', () => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await sqlitePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  test('N28: restore, and rotation of API keys and webhook secrets, need no body', async () => {
    const user = await n.newUser()
    assert.equal((await n.call('DELETE', `/users/${user.id}`, { secret: n.admin })).status, 204)
    const restored = await n.call('POST', `/deleted-users/${user.id}/restore`, { secret: n.admin })
    assert.deepEqual([restored.status, restored.body.username], [200, user.username])

    const made = await n.call('POST', '/api-keys', { secret: n.admin, body: { name: 'one' } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const rotated = await n.call('POST', `/api-keys/${made.body.api_key.id}/rotate`, { secret: n.admin })
    assert.equal(rotated.status, 200)
    assert.notEqual(rotated.body.secret, made.body.secret)

    const body = { url: 'https://hooks.example.org/muster' }
    const hook = await n.call('POST', '/webhooks', { secret: n.admin, body })
    assert.equal(hook.status, 201, JSON.stringify(hook.body))
    const id = hook.body.webhook?.id ?? hook.body.id
    assert.equal((await n.call('POST', `/webhooks/${id}/secret/rotate`, { secret: n.admin })).status, 200)
  })

  const optional = everyOperation.filter(([, { body }]) => body !== undefined && acceptsEmpty(body))

  test('N28: a missing body is an empty object at every operation of every API whose fields are all optional', async () => {
    assert.ok(optional.length > 10, `${optional.length}`)
    const type = (form?: string) =>
      form === 'request' ? 'application/x-www-form-urlencoded' : 'application/json'
    const proof = { authorization: `Bearer ${n.admin}`, 'x-auth-token': s.system, 'x-api-key': n.admin }
    for (const [name, { method, path, form }] of optional) {
      // A new id each time: some requests create the object.
      const url = (id: string) => `${prefixes[name.split('.')[0] ?? '']}${path.replaceAll(/\{\w+\}/g, id)}`
      const headers = url('').startsWith('/v3') ? { 'x-auth-token': s.system } : proof
      const bare = await s.call(method, url('f00'), { headers })
      const typed = await s.call(method, url('f01'), { headers: { ...headers, 'content-type': type(form) } })
      const empty = await s.call(method, url('f02'), {
        headers: { ...headers, 'content-type': type(form) },
        body: form === 'request' ? '&' : {},
      })
      assert.deepEqual([bare.status, typed.status], [empty.status, empty.status], name)
      assert.doesNotMatch(JSON.stringify(bare.body ?? ''), /must be object/, name)
    }
  })

  test('N28: a body with required fields stays required', async () => {
    const answer = await n.call('POST', '/users', { secret: n.admin })
    assert.deepEqual([answer.status, answer.body.type], [400, '/problems/request_invalid'])
  })

  test('N28: the OpenAPI document states which bodies are optional', async () => {
    const { paths } = (await n.call('GET', '/openapi.json')).body
    assert.equal(paths['/deleted-users/{user_id}/restore'].post.requestBody.required, false)
    assert.equal(paths['/users'].post.requestBody.required, true)
  })
})
