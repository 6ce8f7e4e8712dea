import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('documents and metadata at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const at = (method: string, path: string, body?: unknown, secret = n.admin, headers = {}) =>
    n.call(method, path, { secret, body, headers })
  const expect = (answer: Called, status: number, code: string, places: readonly string[] = []) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
    const reported = (answer.body.errors ?? []).map(
      (wrong: Record<string, string>) => wrong['pointer'] ?? wrong['parameter'],
    )
    assert.deepEqual(reported, places)
  }
  const person = async () => {
    const user = await n.newUser()
    const secret = await n.signIn(user.username, user.password)
    return { ...user, secret, documents: `/users/${user.id}/documents` }
  }

  test('a document is created, read, updated and deleted, also by its own user', async () => {
    const { id: user_id, secret, documents } = await person()
    const input = { title: 'Notes', content: ['a', 'b'], metadata: { a: { b: 1 } } }
    const made = await at('POST', documents, input, secret)
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const { id, created_at, updated_at, ...rest } = made.body
    assert.deepEqual(rest, { user_id, ...input })
    assert.equal(updated_at, created_at)
    assert.equal(made.headers['location'], `http://muster.test/api/v1${documents}/${id}`)
    const shown = await at('GET', `${documents}/${id}`, undefined, secret)
    assert.deepEqual([shown.body, shown.headers['etag']], [made.body, made.headers['etag']])
    const tag = { 'if-match': String(made.headers['etag']) }
    const change = { content: 'one text', metadata: { a: { b: null, c: 2 } } }
    const changed = await at('PATCH', `${documents}/${id}`, change, secret, tag)
    assert.deepEqual(
      { ...changed.body, updated_at },
      { ...made.body, content: ['one text'], metadata: { a: { c: 2 } } },
    )
    expect(await at('PATCH', `${documents}/${id}`, change, secret, tag), 412, 'version_changed')
    const cleared = await at('PATCH', `${documents}/${id}`, { metadata: null }, secret)
    assert.deepEqual(cleared.body.metadata, {})
    assert.equal((await at('DELETE', `${documents}/${id}`, undefined, secret)).status, 204)
    expect(await at('GET', `${documents}/${id}`, undefined, secret), 404, 'document_not_found')
  })

  test('documents are listed with pages, and by their metadata', async () => {
    const { documents } = await person()
    for (let i = 0; i < 5; i++)
      await at('POST', documents, { title: `t${i}`, content: '', metadata: { even: i % 2 === 0, i } })
    const walk = async (query: string) => {
      const found: string[] = []
      for (let cursor = ''; ; ) {
        const { status, body } = await at('GET', `${documents}?limit=2${query}${cursor}`)
        assert.equal(status, 200, JSON.stringify(body))
        found.push(...body.documents.map(({ title }: { title: string }) => title))
        if (body.next_cursor === null) return found.sort()
        cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`
      }
    }
    const by = (metadata: object) => walk(`&metadata=${encodeURIComponent(JSON.stringify(metadata))}`)
    assert.deepEqual(await walk(''), ['t0', 't1', 't2', 't3', 't4'])
    assert.deepEqual(await by({ even: true }), ['t0', 't2', 't4'])
    assert.deepEqual(await by({ even: true, i: 2 }), ['t2'])
    assert.deepEqual(await by({ even: 'true' }), [])
    for (const text of ['{', '[]', 'null', '7', '"x"', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, ''])
      expect(await at('GET', `${documents}?metadata=${encodeURIComponent(text)}`), 400, 'request_invalid', [
        'metadata',
      ])
  })

  test('invalid input is named and stores nothing', async () => {
    const { documents } = await person()
    const good = { title: 't', content: 'c' }
    const bad: readonly (readonly [string, object, string])[] = [
      ['request_invalid', { ...good, title: 5 }, '/title'],
      ['title_blank', { ...good, title: ' ' }, '/title'],
      ['request_invalid', { ...good, content: [] }, '/content'],
      ['request_invalid', { ...good, metadata: [] }, '/metadata'],
      ['request_invalid', { ...good, color: 'red' }, '/color'],
      ['document_too_large', { ...good, content: 'x'.repeat(262_144) }, '/content'],
      ['metadata_too_large', { ...good, metadata: { a: 'x'.repeat(65_536) } }, '/metadata'],
    ]
    for (const [code, body, place] of bad) expect(await at('POST', documents, body), 400, code, [place])
    assert.deepEqual((await at('GET', documents)).body, { documents: [], next_cursor: null })
    const elsewhere = `/users/${'f'.repeat(32)}/documents`
    expect(await at('POST', elsewhere, good), 404, 'user_not_found')
    expect(await at('GET', elsewhere), 404, 'user_not_found')
  })

  test('T31: documents of another user are inaccessible, also through the own path', async () => {
    const [one, two] = [await person(), await person()]
    const { body } = await at('POST', one.documents, { title: 't', content: 'c' })
    for (const path of [one.documents, `${one.documents}/${body.id}`])
      expect(await at('GET', path, undefined, two.secret), 403, 'forbidden_by_rule')
    expect(
      await at('POST', one.documents, { title: 't', content: 'c' }, two.secret),
      403,
      'forbidden_by_rule',
    )
    for (const [method, change] of [['GET'], ['DELETE'], ['PATCH', { title: 'x' }]] as const)
      expect(await at(method, `${two.documents}/${body.id}`, change, two.secret), 404, 'document_not_found')
    assert.equal((await at('GET', `${one.documents}/${body.id}`)).body.title, 't')
  })

  test('the metadata of a user is set at creation, patched, cleared', async () => {
    const made = await at('POST', '/users', { username: 'described', metadata: { a: 1, b: { c: 1, d: 2 } } })
    assert.equal(made.status, 201)
    const path = `/users/${made.body.id}`
    const patch = async (metadata: object | null) => (await at('PATCH', path, { metadata })).body.metadata
    assert.deepEqual(made.body.metadata, { a: 1, b: { c: 1, d: 2 } })
    assert.deepEqual(await patch({ a: null, b: { d: null }, e: [null] }), { b: { c: 1 }, e: [null] })
    assert.deepEqual((await at('PATCH', path, { display_name: 'D' })).body.metadata, {
      b: { c: 1 },
      e: [null],
    })
    assert.deepEqual((await at('GET', path)).body.metadata, { b: { c: 1 }, e: [null] })
    assert.deepEqual(await patch(null), {})
    const deep = JSON.parse(`${'{"a":'.repeat(10)}{}${'}'.repeat(10)}`)
    for (const [code, metadata] of [
      ['metadata_too_deep', deep],
      ['metadata_too_large', { a: 'x'.repeat(65_536) }],
    ]) {
      expect(await at('PATCH', path, { metadata }), 400, code, ['/metadata'])
      expect(await at('POST', '/users', { username: 'no', metadata }), 400, code, ['/metadata'])
    }
    expect(await at('PATCH', path, { metadata: 'text' }), 400, 'request_invalid', ['/metadata'])
  })

  test('concurrent patches of different keys are all stored', async () => {
    const { id } = await n.newUser()
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => at('PATCH', `/users/${id}`, { metadata: { [`k${i}`]: i } })),
    )
    assert.equal(Object.keys((await at('GET', `/users/${id}`)).body.metadata).length, 8)
  })
})
