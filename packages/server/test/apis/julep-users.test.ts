import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('users at the Julep API', (makePlace) => {
  let s: TestServer
  let n: Native
  let here: Awaited<ReturnType<Native['newDomain']>>
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    here = await n.newDomain()
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown, secret = here.secret) =>
    s.call(method, `/julep/api${path}`, { body, headers: { authorization: `Bearer ${secret}` } })
  const create = async (body: object = {}): Promise<Called['body']> => {
    const made = await call('POST', '/users', body)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }
  const list = async (query: Readonly<Record<string, string>>, secret = here.secret) => {
    const found = await call('GET', `/users?${new URLSearchParams(query)}`, undefined, secret)
    assert.equal(found.status, 200, JSON.stringify(found.body))
    assert.deepEqual(Object.keys(found.body), ['items'])
    return found.body.items as Called['body'][]
  }
  const filtered = async (filter: object) =>
    (await list({ metadata_filter: JSON.stringify(filter) })).map(({ name }) => name).sort()
  const isRejected = ({ status, body }: Called, expected: number, detail?: string) => {
    assert.equal(status, expected, JSON.stringify(body))
    if (status === 422) {
      assert.deepEqual({ ...body, message: '' }, { status_code: 422, message: '', data: null })
      assert.ok(body.message.length > 0)
    } else {
      assert.deepEqual(Object.keys(body), ['detail'])
      if (detail !== undefined) assert.equal(body.detail, detail)
    }
  }

  test('a user is returned as created, including metadata', async () => {
    const metadata = { type: 'test', deep: { list: [1, null, 'ü'] }, none: null, no: false }
    const made = await create({ name: 'Ann', about: 'Likes rain', docs: [], metadata })
    assert.deepEqual(Object.keys(made), ['id', 'created_at', 'jobs'])
    assert.match(made.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.deepEqual(made.jobs, [])
    const { status, body } = await call('GET', `/users/${made.id}`)
    assert.equal(status, 200)
    assert.deepEqual(body, {
      id: made.id,
      name: 'Ann',
      about: 'Likes rain',
      created_at: made.created_at,
      updated_at: made.created_at,
      metadata,
    })
    const [shown] = await list({ metadata_filter: JSON.stringify(metadata), limit: '1' })
    assert.deepEqual(shown, body)
  })

  test('an empty body creates a user, whose username is its id', async () => {
    for (const input of [{}, { name: null, about: null, docs: null, metadata: null }]) {
      const { id } = await create(input)
      const { body } = await call('GET', `/users/${id}`)
      assert.deepEqual([body.name, body.about, body.metadata], ['User', '', {}])
      const plain = id.replaceAll('-', '')
      const shown = (await n.call('GET', `/users/${plain}`, { secret: n.admin })).body
      assert.deepEqual([shown.username, shown.display_name, shown.domain_id], [id, 'User', here.id])
    }
  })

  test('a filter finds users with exactly the given value of each attribute', async () => {
    const odd = { "a'b": 'x y+z&%', 'a.b[0]': true, '': 0, ü: '🙂' }
    await create({ name: 'one', metadata: { round: 'trip', n: 1, deep: { a: 1, b: [1, 2] } } })
    await create({ name: 'two', metadata: { round: 'trip', n: '1', none: null } })
    await create({ name: 'three', metadata: { round: 'trip', ...odd } })
    for (const [filter, found] of [
      [{ round: 'trip' }, ['one', 'three', 'two']],
      [{ round: 'trip', n: 1 }, ['one']],
      [{ round: 'trip', n: '1' }, ['two']],
      [{ deep: { b: [1, 2], a: 1 } }, ['one']],
      [{ deep: { a: 1 } }, []],
      [{ round: 'trip', none: null }, ['two']],
      [{ round: 'trip', absent: null }, []],
      [{ round: 'trip', ...odd }, ['three']],
      [{ round: 'Trip' }, []],
    ] as const)
      assert.deepEqual(await filtered(filter), found, JSON.stringify(filter))
  })

  test('a filter that is not a JSON object is 400', async () => {
    for (const text of ['', '{', '[]', '7', 'null', '"a"', '{"a":"\\u0000"}', '{"__proto__":1}'])
      isRejected(await call('GET', `/users?metadata_filter=${encodeURIComponent(text)}`), 400)
    isRejected(await call('GET', '/users?metadata_filter={}&metadata_filter={}'), 400)
    isRejected(await call('GET', `/users?metadata_filter={"a":${'['.repeat(20)}${']'.repeat(20)}}`), 422)
  })

  test('a patch replaces attributes of the same name', async () => {
    const { id } = await create({ name: 'Ann', about: 'x', metadata: { keep: 1, deep: { a: 1 }, gone: 2 } })
    const patched = await call('PATCH', `/users/${id}`, { metadata: { deep: { b: 2 }, gone: null } })
    assert.equal(patched.status, 200)
    assert.deepEqual(Object.keys(patched.body), ['id', 'updated_at', 'jobs'])
    const metadata = { keep: 1, deep: { b: 2 }, gone: null }
    const { body } = await call('GET', `/users/${id}`)
    assert.deepEqual([body.name, body.about, body.metadata], ['Ann', 'x', metadata])
    assert.equal(body.updated_at, patched.body.updated_at)
    for (const nothing of [{}, { name: null, about: null, metadata: null }])
      assert.equal((await call('PATCH', `/users/${id}`, nothing)).status, 200)
    const after = (await call('GET', `/users/${id}`)).body
    assert.deepEqual({ ...after, updated_at: body.updated_at }, body)
  })

  test('a replacement clears omitted fields', async () => {
    const { id, created_at } = await create({ name: 'Ann', about: 'x', metadata: { type: 'old' } })
    const put = (body: object) => call('PUT', `/users/${id}`, body)
    assert.equal((await put({ name: 'Bea', about: '', metadata: { type: 'new' } })).status, 200)
    const shown = (await call('GET', `/users/${id}`)).body
    assert.deepEqual(
      [shown.name, shown.about, shown.metadata, shown.created_at],
      ['Bea', '', { type: 'new' }, created_at],
    )
    for (const incomplete of [{}, { name: 'x' }, { about: 'x' }, { name: null, about: 'x' }])
      isRejected(await put(incomplete), 422)
    assert.deepEqual((await call('GET', `/users/${id}`)).body, shown)
    assert.equal((await put({ name: 'Bea', about: '' })).status, 200)
    assert.deepEqual((await call('GET', `/users/${id}`)).body.metadata, {})
  })

  test('lists are limited, offset and sorted, with invalid parameters rejected', async () => {
    const there = await n.newDomain()
    for (const name of ['a', 'b', 'c']) await call('POST', '/users', { name }, there.secret)
    const all = await list({}, there.secret)
    assert.equal(all.length, 4)
    const times = all.map(({ created_at }) => created_at)
    assert.deepEqual(times, times.toSorted().reverse())
    assert.deepEqual(
      await list({ limit: '2', offset: '1', metadata_filter: '{}' }, there.secret),
      all.slice(1, 3),
    )
    const turned = await list({ sort_by: 'created_at', order: 'asc' }, there.secret)
    assert.deepEqual(turned, all.toReversed())
    // Enum values as the client spells them.
    const written = { sort_by: 'ListUsersRequestSortBy.UPDATED_AT', order: 'ListUsersRequestOrder.ASC' }
    assert.deepEqual(
      await list(written, there.secret),
      await list({ sort_by: 'updated_at', order: 'asc' }, there.secret),
    )
    assert.deepEqual(await list({ offset: '1000000000' }, there.secret), [])
    for (const wrong of ['limit=0', 'limit=1001', 'limit=x', 'limit=1.5', 'limit=', 'limit=1&limit=2'])
      isRejected(await call('GET', `/users?${wrong}`), 422)
    for (const wrong of [
      'offset=-1',
      `offset=${'9'.repeat(30)}`,
      'order=up',
      'sort_by=name',
      'sort_by=',
      'page=1',
    ])
      isRejected(await call('GET', `/users?${wrong}`), 422)
  })

  test('users created by other APIs are listed, with any status', async () => {
    const { body: invited } = await n.call('POST', '/invitations', {
      secret: here.secret,
      body: { email: 'guest@example.com' },
    })
    const pending = await n.newUser({ domain_id: here.id, status: 'pending' })
    const disabled = await n.newUser({ domain_id: here.id, status: 'disabled', display_name: 'Dora' })
    const shown = new Map(
      (await list({ limit: '1000' })).map(({ id, name }) => [id.replaceAll('-', ''), name]),
    )
    assert.deepEqual(
      [invited.user.id, pending.id, disabled.id, here.userId].map((id) => shown.get(id)),
      ['guest@example.com', pending.username, 'Dora', shown.get(here.userId)],
    )
  })

  test('docs are deleted with their user, and a user cannot delete itself', async () => {
    const { id } = await create({ docs: [{ title: 'x', content: 'y' }] })
    const gone = await call('DELETE', `/users/${id}`)
    assert.equal(gone.status, 202)
    assert.deepEqual({ ...gone.body, deleted_at: '' }, { id, deleted_at: '', jobs: [] })
    assert.match(gone.body.deleted_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    isRejected(await call('DELETE', `/users/${id}`), 404, 'User not found')
    isRejected(await call('GET', `/users/${id}`), 404, 'User not found')
    isRejected(await call('GET', `/users/${id}/docs`), 404, 'User not found')
    isRejected(await call('DELETE', `/users/${here.userId}`), 403)
    assert.equal((await call('GET', `/users/${here.userId}`)).status, 200)
  })

  test('docs are listed individually, with their metadata', async () => {
    const first = { title: 'one', content: 'text', metadata: { kind: 'note' } }
    const second = { title: 'two', content: ['a', 'b'] }
    const { id } = await create({ docs: [first] })
    const made = await call('POST', `/users/${id}/docs`, second)
    assert.equal(made.status, 201)
    assert.deepEqual(Object.keys(made.body), ['id', 'created_at', 'jobs'])
    const docs = async (query = '') => (await call('GET', `/users/${id}/docs${query}`)).body.items
    const reported = new Map((await docs()).map((doc: Called['body']) => [doc.title, doc]))
    assert.deepEqual(reported.get('two'), {
      id: made.body.id,
      ...second,
      created_at: made.body.created_at,
      metadata: {},
    })
    const [one, ...others] = await docs('?metadata_filter={"kind":"note"}')
    assert.deepEqual(others, [])
    assert.deepEqual(one, { id: one.id, ...first, created_at: one.created_at })
    assert.deepEqual(await docs('?order=asc'), (await docs()).toReversed())
    assert.equal((await docs('?limit=1&offset=1')).length, 1)
    isRejected(await call('GET', `/users/${id}/docs?metadata_filter={`), 400)
    const other = await create()
    isRejected(await call('DELETE', `/users/${other.id}/docs/${one.id}`), 404, 'Doc not found')
    for (const written of [one.id.toUpperCase(), made.body.id.replaceAll('-', '')]) {
      const gone = await call('DELETE', `/users/${id}/docs/${written}`)
      assert.deepEqual([gone.status, gone.body.jobs], [202, []])
    }
    assert.deepEqual(await docs(), [])
  })

  test('S5: a page of docs with too much text is rejected with the advice to use a smaller limit', async () => {
    const { id } = await create()
    const userId = id.replaceAll('-', '')
    const { store } = s.muster
    const content = ['x'.repeat(250_000)]
    for (let i = 0; i < 40; i++) {
      const document = {
        userId,
        title: `t${i}`,
        content,
        metadata: {},
        createdAt: i,
        updatedAt: i,
        version: 1,
      }
      await store.transaction('serializable', ({ documents }) =>
        documents.insert([{ ...document, id: userId.slice(4) + (1000 + i) }]),
      )
    }
    const rejected = await call('GET', `/users/${id}/docs`)
    isRejected(rejected, 422)
    assert.match(rejected.body.message, /Use a smaller limit/)
    const titles: string[] = []
    for (let offset = 0; ; offset += 20) {
      const { items } = (await call('GET', `/users/${id}/docs?limit=20&offset=${offset}`)).body
      titles.push(...items.map(({ title }: { title: string }) => title))
      if (items.length < 20) break
    }
    assert.equal(new Set(titles).size, 40)
  })

  test('a user is created with all of its docs or not at all', async () => {
    const count = async () => (await list({ limit: '1000' })).length
    const before = await count()
    const doc = { title: 'x', content: 'y' }
    for (const wrong of [
      { title: '', content: 'y' },
      { title: 'x' },
      { content: 'y' },
      { title: 'x', content: 7 },
      { title: 'x', content: [] },
      { title: 'x', content: [null] },
      { ...doc, id: 'mine' },
      { ...doc, metadata: [] },
    ])
      isRejected(await call('POST', '/users', { docs: [doc, wrong] }), 422)
    isRejected(await call('POST', '/users', { docs: Array.from({ length: 201 }, () => doc) }), 403)
    assert.equal(await count(), before)
  })

  test('every spelling of a UUID is an id, and nothing else is', async () => {
    const { id } = await create()
    for (const written of [id.toUpperCase(), id.replaceAll('-', ''), `%7B${id}%7D`, `urn:uuid:${id}`])
      assert.equal((await call('GET', `/users/${written}`)).body.id, id)
    for (const wrong of ['nope', '0', `${id}0`, `{${id}`, '%20', 'x'.repeat(3000), here.id])
      isRejected(await call('GET', `/users/${encodeURIComponent(wrong)}`), 404, 'User not found')
  })

  test('a domain is isolated, and the system uses the default domain', async () => {
    const { id } = await create({ docs: [{ title: 'x', content: 'y' }], metadata: { only: 'here' } })
    const there = await n.newDomain()
    for (const secret of [there.secret, n.admin]) {
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { name: 'Eve' }],
        ['PUT', '', { name: 'Eve', about: '' }],
        ['DELETE', '', undefined],
        ['GET', '/docs', undefined],
        ['POST', '/docs', { title: 'x', content: 'y' }],
        ['DELETE', `/docs/${id}`, undefined],
      ] as const)
        isRejected(await call(method, `/users/${id}${path}`, body, secret), 404, 'User not found')
      assert.deepEqual(await list({ metadata_filter: '{"only":"here"}' }, secret), [])
    }
    const made = await call('POST', '/users', { name: 'Adam' }, n.admin)
    assert.equal((await call('GET', `/users/${made.body.id}`, undefined, n.admin)).body.name, 'Adam')
    isRejected(await call('GET', `/users/${made.body.id}`), 404, 'User not found')
  })

  test('unknown, invalid and oversized input is reported in its error format', async () => {
    isRejected(await call('GET', '/nothing'), 404, 'Not Found')
    isRejected(await s.call('GET', '/julep/api//users'), 404, 'Not Found')
    isRejected(await call('PUT', '/users', {}), 405, 'Method Not Allowed')
    for (const text of [
      '{"name":',
      '[]',
      '7',
      '"x"',
      '{"name":7}',
      '{"email":"a@b.c"}',
      '{"name":"\\u0000"}',
    ])
      isRejected(await call('POST', '/users', text), 422)
    isRejected(await call('POST', '/users', { name: 'x'.repeat(256) }), 422)
    isRejected(await call('POST', '/users', { about: 'x'.repeat(3_000_000) }), 413)
    isRejected(await call('POST', '/users', { metadata: { x: 'x'.repeat(70_000) } }), 422)
    const unprivileged = await s.call('GET', '/julep/api/users')
    isRejected(unprivileged, 401)
    assert.equal(unprivileged.headers['www-authenticate'], 'Bearer realm="muster"')
    for (const secret of ['wrong', `${here.secret.slice(0, -1)}!`, 'mst_k_'])
      isRejected(await call('GET', '/users', undefined, secret), 401)
    isRejected(await s.call('GET', '/julep/api/users', { token: s.admin }), 401)
  })
})
