import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('domains at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const at = (
    method: string,
    path: string,
    body?: unknown,
    more: { secret?: string; headers?: Record<string, string> } = {},
  ) => n.call(method, path, { secret: n.admin, body, ...more })
  const expect = (answer: Called, status: number, code: string) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
  }

  test('N21: creates, shows, changes and deletes a domain', async () => {
    const made = await at('POST', '/domains', { name: 'branch', description: 'North' })
    assert.equal(made.status, 201)
    const { id, created_at, updated_at, ...rest } = made.body
    assert.deepEqual(rest, { name: 'branch', description: 'North', enabled: true, immutable: false })
    assert.equal(updated_at, created_at)
    assert.ok(String(made.headers['location']).endsWith(`/api/v1/domains/${id}`))
    assert.deepEqual((await at('GET', `/domains/${id}`)).body, made.body)
    expect(await at('DELETE', `/domains/${id}`), 403, 'domain_enabled')
    const changed = await at('PATCH', `/domains/${id}`, { enabled: false, description: null })
    assert.deepEqual([changed.body.enabled, changed.body.description], [false, ''])
    assert.equal((await at('DELETE', `/domains/${id}`)).status, 204)
    expect(await at('GET', `/domains/${id}`), 404, 'domain_not_found')
    expect(await at('PATCH', `/domains/${id}`, {}), 404, 'domain_not_found')
    expect(await at('DELETE', `/domains/${id}`), 404, 'domain_not_found')
  })

  test('a change with an old entity tag is 412', async () => {
    const { id } = (await at('POST', '/domains', { name: 'tagged' })).body
    const etag = String((await at('GET', `/domains/${id}`)).headers['etag'])
    const change = (description: string) =>
      at('PATCH', `/domains/${id}`, { description }, { headers: { 'if-match': etag } })
    assert.equal((await change('one')).status, 200)
    expect(await change('two'), 412, 'version_changed')
  })

  test('disabling a domain closes the sessions of its users', async () => {
    const { id, secret } = await n.newDomain()
    assert.equal((await at('GET', '/me', undefined, { secret })).status, 200)
    await at('PATCH', `/domains/${id}`, { enabled: false })
    assert.equal((await at('GET', '/me', undefined, { secret })).status, 401)
    await at('PATCH', `/domains/${id}`, { enabled: true })
    assert.equal((await at('GET', '/me', undefined, { secret })).status, 401)
  })

  test('an immutable domain is neither changed nor deleted until it is cleared', async () => {
    const { id } = (await at('POST', '/domains', { name: 'fixed', enabled: false, immutable: true })).body
    expect(await at('PATCH', `/domains/${id}`, { name: 'other' }), 403, 'domain_immutable')
    expect(await at('DELETE', `/domains/${id}`), 403, 'domain_immutable')
    await at('PATCH', `/domains/${id}`, { immutable: false })
    assert.equal((await at('DELETE', `/domains/${id}`)).status, 204)
  })

  test('a name is unique, and invalid fields are named', async () => {
    await at('POST', '/domains', { name: 'unique' })
    expect(await at('POST', '/domains', { name: 'UNIQUE' }), 409, 'domain_name_taken')
    for (const [body, pointer] of [
      [{}, '/name'],
      [{ name: ' ' }, '/name'],
      [{ name: 'Federated' }, '/name'],
      [{ name: 'x', description: 'x'.repeat(256) }, '/description'],
      [{ name: 'x', enabled: 'yes' }, '/enabled'],
    ] as const) {
      const answer = await at('POST', '/domains', body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
  })

  test('lists domains in pages by id; a caller with a domain scope sees its own alone', async () => {
    const { id, secret } = await n.newDomain()
    const all: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await at('GET', `/domains?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      all.push(...body.domains.map((domain: { id: string }) => domain.id))
      if (body.next_cursor === null) break
      cursor = body.next_cursor
    }
    assert.ok(all.includes(id) && all.includes('default'))
    assert.deepEqual(all, [...new Set(all)].sort())
    const own = (await at('GET', '/domains', undefined, { secret })).body.domains
    assert.deepEqual(
      own.map((domain: { id: string }) => domain.id),
      [id],
    )
    const named = await at('GET', `/domains?name=${own[0].name}`)
    assert.deepEqual(named.body.domains, own)
    assert.equal((await at('GET', `/domains/${id}`, undefined, { secret })).status, 200)
  })

  test('search finds domains by a part of their name', async () => {
    const made = await at('POST', '/domains', { name: 'Harbour office' })
    const { body } = await at('GET', '/domains?search=BOUR%20off')
    assert.deepEqual(body.domains, [made.body])
  })

  test('only administrators create, change and delete domains, and others learn nothing', async () => {
    const { id } = await n.newDomain()
    const { secret } = await n.newDomain()
    expect(await at('POST', '/domains', { name: 'mine' }, { secret }), 403, 'forbidden_by_rule')
    for (const domainId of [id, 'none']) {
      expect(await at('GET', `/domains/${domainId}`, undefined, { secret }), 403, 'forbidden_by_rule')
      expect(await at('PATCH', `/domains/${domainId}`, {}, { secret }), 403, 'forbidden_by_rule')
      expect(await at('DELETE', `/domains/${domainId}`, undefined, { secret }), 403, 'forbidden_by_rule')
    }
  })
})
