import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: roles and implications', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown) =>
    s.call(method, `/v3${path}`, { token: s.admin, body })
  const status = async (method: string, path: string, body?: unknown) =>
    (await call(method, path, body)).status
  const role = async (name: string, more: object = {}) =>
    (await call('POST', '/roles', { role: { name, ...more } })).body.role
  const named = async (name: string) => (await call('GET', `/roles?name=${name}`)).body.roles[0]
  const names = (roles: readonly { readonly name: string }[]) => roles.map(({ name }) => name)

  test('create, show, update, delete', async () => {
    const made = await call('POST', '/roles', {
      role: { name: ' op ', level: 3, options: { immutable: null } },
    })
    assert.equal(made.status, 201)
    const { id } = made.body.role
    assert.deepEqual(made.body.role, {
      id,
      name: ' op ',
      domain_id: null,
      description: null,
      options: {},
      level: 3,
      links: { self: `http://muster.test/v3/roles/${id}` },
    })
    assert.deepEqual((await call('GET', `/roles/${id}`)).body, made.body)
    const changed = await call('PATCH', `/roles/${id}`, {
      role: { id, name: 'op', description: 'd', domain_id: null, options: { immutable: true } },
    })
    assert.deepEqual(
      [changed.status, changed.body.role],
      [200, { ...made.body.role, name: 'op', description: 'd', options: { immutable: true } }],
    )
    assert.equal(
      await status('PATCH', `/roles/${id}`, { role: { name: 'x', options: { immutable: false } } }),
      403,
    )
    assert.equal(await status('DELETE', `/roles/${id}`), 403)
    assert.equal(await status('PATCH', `/roles/${id}`, { role: { options: { immutable: false } } }), 200)
    assert.equal(await status('HEAD', `/roles/${id}`), 200)
    assert.equal(await status('DELETE', `/roles/${id}`), 204)
    for (const method of ['GET', 'HEAD', 'DELETE']) assert.equal(await status(method, `/roles/${id}`), 404)
  })

  test('the default roles are immutable', async () => {
    for (const name of ['admin', 'manager', 'member', 'reader', 'service']) {
      const { id, options } = await named(name)
      assert.deepEqual(options, { immutable: true })
      assert.equal(await status('DELETE', `/roles/${id}`), 403)
      assert.equal(await status('PATCH', `/roles/${id}`, { role: { name: 'x' } }), 403)
    }
  })

  test('invalid bodies are 400; a duplicate name is 409', async () => {
    const { id } = await role('taken')
    const bodies: unknown[] = [
      {},
      { role: {} },
      { role: [] },
      { role: { name: 7 } },
      { role: { name: '' } },
      { role: { name: ' ' } },
      { role: { name: 'x'.repeat(256) } },
      { role: { name: 'a\u0000' } },
      { role: { name: 'x', description: 'x'.repeat(256) } },
      { role: { name: 'x', domain_id: '' } },
      { role: { name: 'x', options: { immutable: 'yes' } } },
      { role: { name: 'x', options: { other: true } } },
    ]
    for (const body of bodies) assert.equal(await status('POST', '/roles', body), 400, JSON.stringify(body))
    assert.equal(await status('POST', '/roles', { role: { name: 'taken' } }), 409)
    assert.equal(await status('PATCH', `/roles/${id}`, { role: {} }), 400)
    assert.equal(await status('PATCH', `/roles/${id}`, { role: { id: 'x' } }), 400)
    assert.equal(await status('PATCH', `/roles/${id}`, { role: { domain_id: 'default' } }), 400)
    assert.ok([400, 404].includes(await status('GET', '/roles/%00')))
  })

  test('the list contains global roles, or the roles of one domain', async () => {
    const local = await role('local', { domain_id: 'default' })
    assert.equal(local.domain_id, 'default')
    const all = await call('GET', '/roles')
    assert.ok(all.body.roles.every((one: { domain_id: unknown }) => one.domain_id === null))
    assert.deepEqual(names((await call('GET', '/roles?domain_id=default')).body.roles), ['local'])
    assert.deepEqual((await call('GET', '/roles?name=local')).body.roles, [])
    assert.deepEqual(names((await call('GET', '/roles?name__icontains=ADMI')).body.roles), ['admin'])
    assert.equal((await call('GET', '/roles?domain_id=')).body.roles.length, all.body.roles.length)
    const page = await call('GET', '/roles?limit=2')
    assert.deepEqual([page.body.roles.length, page.body.truncated], [2, true])
    const { next } = page.body.links
    assert.notDeepEqual(
      (await call('GET', next.slice('http://muster.test/v3'.length))).body.roles,
      page.body.roles,
    )
    assert.equal(await status('GET', '/roles?marker=x'), 404)
  })

  test('implications: PUT, GET, HEAD and both lists', async () => {
    const [a, b] = [await role('a'), await role('b')]
    const path = `/roles/${a.id}/implies/${b.id}`
    const ref = ({ id, name }: { id: string; name: string }) => ({
      id,
      name,
      links: { self: `http://muster.test/v3/roles/${id}` },
    })
    assert.deepEqual([await status('GET', path), await status('HEAD', path)], [404, 404])
    const made = await call('PUT', path)
    assert.deepEqual(
      [made.status, made.body],
      [
        201,
        {
          role_inference: { prior_role: ref(a), implies: ref(b) },
          links: { self: `http://muster.test/v3${path}` },
        },
      ],
    )
    assert.equal(await status('PUT', path), 409)
    assert.deepEqual((await call('GET', path)).body, made.body)
    assert.equal(await status('HEAD', path), 204)
    assert.deepEqual((await call('GET', `/roles/${a.id}/implies`)).body, {
      role_inference: { prior_role: ref(a), implies: [ref(b)] },
      links: { self: `http://muster.test/v3/roles/${a.id}/implies` },
    })
    assert.equal(await status('HEAD', `/roles/${a.id}/implies`), 200)
    const all = await call('GET', '/role_inferences')
    assert.deepEqual(Object.keys(all.body), ['role_inferences'])
    assert.deepEqual(
      all.body.role_inferences.find((one: { prior_role: { id: string } }) => one.prior_role.id === a.id),
      { prior_role: ref(a), implies: [ref(b)] },
    )
    assert.equal(all.body.role_inferences.length, 4)
    assert.deepEqual([await status('DELETE', path), await status('DELETE', path)], [204, 404])
  })

  test('forbidden implications are 403, unknown roles 404', async () => {
    const [{ id: admin }, { id: member }] = [await named('admin'), await named('member')]
    const { id: local } = await role('implying', { domain_id: 'default' })
    assert.equal(await status('PUT', `/roles/${local}/implies/${admin}`), 403)
    assert.equal(await status('PUT', `/roles/${member}/implies/${local}`), 403)
    assert.equal(await status('PUT', `/roles/${local}/implies/${member}`), 201)
    for (const path of [`/roles/${member}/implies/x`, `/roles/x/implies/${member}`])
      for (const method of ['PUT', 'GET', 'HEAD', 'DELETE']) assert.equal(await status(method, path), 404)
    assert.equal(await status('GET', '/roles/x/implies'), 404)
  })
})
