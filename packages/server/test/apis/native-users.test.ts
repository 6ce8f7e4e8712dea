import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { invited } from '../invited-fixtures.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('users at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const get = (id: string, secret = n.admin) => n.call('GET', `/users/${id}`, { secret })
  const list = (query: string, secret = n.admin) => n.call('GET', `/users?${query}`, { secret })
  const create = (body: unknown, secret = n.admin) => n.call('POST', '/users', { secret, body })
  const patch = (id: string, body: unknown, headers: Record<string, string> = {}, secret = n.admin) =>
    n.call('PATCH', `/users/${id}`, { secret, body, headers })
  const remove = (id: string, secret = n.admin) => n.call('DELETE', `/users/${id}`, { secret })
  const v3 = (id: string) => s.call('GET', `/v3/users/${id}`, { token: s.admin })
  const v3Patch = (id: string, user: object) =>
    s.call('PATCH', `/v3/users/${id}`, { token: s.admin, body: { user } })
  const ids = ({ body }: Called): string[] => body.users.map(({ id }: { id: string }) => id)
  const expect = (answer: Called, status: number, code: string, places: readonly string[] = []) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
    const reported = (answer.body.errors ?? []).map(
      (wrong: Record<string, string>) => wrong['pointer'] ?? wrong['parameter'],
    )
    assert.deepEqual(reported.sort(), places.toSorted())
  }
  /** Every id of a list, across pages. */
  const walk = async (query: string, limit: number, secret = n.admin) => {
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const page = await list(`${query}&limit=${limit}${cursor}`, secret)
      assert.equal(page.status, 200, JSON.stringify(page.body))
      assert.ok(page.body.users.length <= limit)
      found.push(...ids(page))
      if (page.body.next_cursor === null) return found
      cursor = `&cursor=${encodeURIComponent(page.body.next_cursor)}`
    }
  }

  test('a user is created with every profile field, and returned unchanged afterwards', async () => {
    const made = await create({
      username: 'ann',
      kind: 'human',
      status: 'pending',
      display_name: 'Ann Lee',
      given_name: 'Ann',
      family_name: 'Lee',
      phone_number: '+49 30 1234',
      picture_url: 'https://pictures.example/ann.png',
      language: 'hi',
      email: ' Ann@Example.com',
      description: 'keeps the books',
      developer: true,
      default_project_id: 'f'.repeat(32),
      password: 'a long enough phrase',
    })
    assert.equal(made.status, 201)
    const { id, number, created_at, updated_at, ...rest } = made.body
    assert.match(id, /^[0-9a-f]{32}$/)
    assert.ok(Number.isInteger(number))
    assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.equal(updated_at, created_at)
    assert.deepEqual(rest, {
      domain_id: 'default',
      username: 'ann',
      kind: 'human',
      status: 'pending',
      display_name: 'Ann Lee',
      given_name: 'Ann',
      family_name: 'Lee',
      phone_number: '+49 30 1234',
      picture_url: 'https://pictures.example/ann.png',
      language: 'hi',
      email: 'Ann@Example.com',
      email_claimed: true,
      email_verified_at: null,
      external_id: null,
      description: 'keeps the books',
      developer: true,
      default_project_id: 'f'.repeat(32),
      metadata: {},
      managed_by: null,
      public_metadata: {},
      plan: null,
      last_active_at: null,
      invited_until: null,
    })
    assert.equal(made.headers['location'], `http://muster.test/api/v1/users/${id}`)
    const shown = await get(id)
    assert.deepEqual(shown.body, made.body)
    assert.equal(shown.headers['etag'], made.headers['etag'])
    assert.match(String(shown.headers['etag']), /^"\d+-[\w-]{16}"$/)
  })

  test('the language is one of those of the emails, or null', async () => {
    const { body } = await create({ username: 'lia' })
    assert.equal(body.language, null)
    const patch = (language: unknown) =>
      n.call('PATCH', `/users/${body.id}`, { secret: n.admin, body: { language } })
    for (const language of ['es', 'ja', null] as const)
      assert.deepEqual([(await patch(language)).status, (await get(body.id)).body.language], [200, language])
    await patch('de')
    for (const wrong of ['fr', 'DE', 'de-AT', '', 7, ['de']]) {
      const answer = await patch(wrong)
      assert.deepEqual([answer.status, problemOf(answer)], [400, 'request_invalid'], JSON.stringify(wrong))
      const [error] = answer.body.errors
      assert.equal(error.pointer, '/language')
      assert.match(error.detail, /must be one of en, de, es, fa, hi, ja/)
    }
    assert.equal((await get(body.id)).body.language, 'de')
    assert.equal((await create({ username: 'lou', language: 'fr' })).status, 400)
  })

  test('a name is the only required field', async () => {
    const { body } = await create({ username: 'ben' })
    assert.equal(body.status, 'active')
    assert.equal(body.kind, 'human')
    assert.equal(body.developer, false)
    assert.equal(body.email, null)
    assert.equal(body.email_claimed, false)
  })

  test('a patch sets the given fields, clears null ones, and keeps the rest', async () => {
    const { id } = await n.newUser({ display_name: 'Cat', description: 'a cat', email: 'cat@example.com' })
    const before = (await get(id)).body
    const merge = { 'content-type': 'application/merge-patch+json' }
    const changed = await patch(id, { display_name: 'Kate', description: null, kind: 'service' }, merge)
    assert.equal(changed.status, 200)
    assert.deepEqual(
      { ...changed.body, updated_at: '' },
      { ...before, display_name: 'Kate', description: null, kind: 'service', updated_at: '' },
    )
    assert.deepEqual((await get(id)).body, changed.body)
    const cleared = (await patch(id, { email: null })).body
    assert.equal(cleared.email, null)
    assert.equal(cleared.email_claimed, false)
    assert.deepEqual({ ...(await patch(id, {})).body, updated_at: '' }, { ...cleared, updated_at: '' })
  })

  test('a deleted user is not found anywhere, and its name and address are free', async () => {
    const { id, username } = await n.newUser({ email: 'free@example.com' })
    const gone = await remove(id)
    assert.equal(gone.status, 204)
    assert.equal(gone.body, undefined)
    for (const answer of [await get(id), await patch(id, { display_name: 'x' }), await remove(id)])
      expect(answer, 404, 'user_not_found')
    assert.equal((await v3(id)).status, 404)
    assert.deepEqual(ids(await list(`username=${username}`)), [])
    assert.equal((await create({ username, email: 'free@example.com' })).status, 201)
  })

  test('an invalid body is reported field by field', async () => {
    const { id } = await n.newUser()
    const cases: readonly (readonly [body: unknown, places: readonly string[]])[] = [
      [{}, ['/username']],
      [{ username: '' }, ['/username']],
      [{ username: 'x'.repeat(256) }, ['/username']],
      [{ username: 7, kind: 'system', status: 'deleted' }, ['/username', '/kind', '/status']],
      [{ username: 'x', developer: 'yes' }, ['/developer']],
      [{ username: 'x', name: 'y', 'a/b': 1 }, ['/name', '/a~1b']],
      [{ username: 'x', id: 'f'.repeat(32) }, ['/id']],
      [{ username: 'x', email: ['a@b'] }, ['/email']],
      [{ username: 'x', password: '' }, ['/password']],
      [{ username: 'x', description: 'x'.repeat(65_536) }, ['/description']],
      [[], ['']],
      ['"text"', ['']],
      ['null', ['']],
      [undefined, ['']],
    ]
    for (const [body, places] of cases) expect(await create(body), 400, 'request_invalid', places)
    expect(await patch(id, { username: null, status: null }), 400, 'request_invalid', [
      '/username',
      '/status',
    ])
    expect(await patch(id, { domain_id: 'default' }), 400, 'request_invalid', ['/domain_id'])
    expect(await create('{"username": '), 400, 'request_invalid')
    assert.equal((await create({ username: 'a\u0000b' })).status, 400)
    expect(await create('{"__proto__": {"developer": true}, "username": "x"}'), 400, 'request_invalid')
    expect(await create({ username: ' \t ' }), 400, 'name_blank', ['/username'])
    expect(await create({ username: 'a\nb' }), 400, 'name_unprintable', ['/username'])
    expect(await create({ username: 'x', display_name: '\ud800' }), 400, 'text_unstorable', ['/display_name'])
    const before = (await get(id)).body
    expect(await patch(id, { display_name: 'x', nickname: 'y' }), 400, 'request_invalid', ['/nickname'])
    assert.deepEqual((await get(id)).body, before, 'a rejected patch changes nothing')
  })

  test('T19: keys used by rules have no meaning in a body or a query', async () => {
    const { secret } = await n.newDomain()
    for (const key of ['target', 'user_id', 'target.user.domain_id', 'project_id', 'roles', 'is_admin'])
      expect(await create({ username: 'x', [key]: 'default' }, secret), 400, 'request_invalid', [`/${key}`])
    expect(await list('target=default', secret), 400, 'request_invalid', ['target'])
  })

  test('a body must be JSON of limited size', async () => {
    const send = (type: string | undefined, body: string) =>
      n.call('POST', '/users', {
        secret: n.admin,
        body,
        headers: type === undefined ? {} : { 'content-type': type },
      })
    expect(await send('text/plain', '{"username": "x"}'), 415, 'media_type_unsupported')
    expect(await send('application/x-www-form-urlencoded', 'username=x'), 415, 'media_type_unsupported')
    expect(await send('application/jsonp', '{"username": "x"}'), 415, 'media_type_unsupported')
    expect(await create({ username: 'x', description: 'x'.repeat(600_000) }), 413, 'body_too_large')
    const odd = await s.muster.app.inject({
      method: 'POST',
      url: '/api/v1/users',
      headers: { authorization: `Bearer ${n.admin}`, 'content-type': '' },
      payload: Buffer.from('{"username": "no-type"}'),
    })
    assert.equal(odd.statusCode, 400, 'an empty type counts as absent')
  })

  test('a name is unique in a domain, across APIs', async () => {
    const { username } = await n.newUser()
    expect(await create({ username }), 409, 'user_name_taken', ['/username'])
    const there = await s.call('POST', '/v3/users', { token: s.admin, body: { user: { name: username } } })
    assert.equal(there.status, 409)
    const { id } = await n.newUser()
    expect(await patch(id, { username }), 409, 'user_name_taken', ['/username'])
    const { id: domain } = await n.newDomain()
    assert.equal((await create({ username, domain_id: domain })).status, 201)
    expect(await create({ username: 'x', domain_id: 'nowhere' }), 400, 'domain_not_found', ['/domain_id'])
  })

  test('T63: an address is claimed once in a domain, in any spelling', async () => {
    const { id } = await n.newUser({ email: 'Dora@B\u00fccher.example' })
    for (const email of [
      'dora@b\u00fccher.example',
      'DORA@xn--bcher-kva.example',
      '\uff24ora@b\u00fccher.example',
    ])
      expect(await create({ username: 'dora-2', email }), 409, 'email_taken', ['/email'])
    const other = await n.newUser()
    expect(await patch(other.id, { email: 'dora@B\u00dcCHER.example' }), 409, 'email_taken', ['/email'])
    assert.equal((await patch(id, { email: 'DORA@b\u00fccher.example' })).status, 200, 'its own again')
    const { id: domain } = await n.newDomain()
    assert.equal(
      (await create({ username: 'dora', domain_id: domain, email: 'dora@b\u00fccher.example' })).status,
      201,
    )
    for (const email of ['eve\uff20example.com', 'eve@example.com\r\nBcc: x@y', 'eve@a@b', 'no address'])
      for (const answer of [await create({ username: 'eve', email }), await patch(id, { email })]) {
        assert.equal(answer.status, 400)
        assert.deepEqual(answer.body.errors[0].pointer, '/email')
      }
  })

  test('T63: of twenty concurrent claims of one address one succeeds', async () => {
    const spellings = ['Race@example.com', 'race@EXAMPLE.com', 'race@example.com']
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, i) => create({ username: `racer-${i}`, email: spellings[i % 3] })),
    )
    assert.deepEqual(tries.map(({ status }) => status).sort(), [
      201,
      ...Array.from({ length: 19 }, () => 409),
    ])
  })

  test('If-Match prevents overwriting concurrent changes', async () => {
    const { id, etag } = await n.newUser()
    const first = await patch(id, { display_name: 'one' }, { 'if-match': etag })
    assert.equal(first.status, 200)
    assert.notEqual(first.headers['etag'], etag)
    expect(await patch(id, { display_name: 'two' }, { 'if-match': etag }), 412, 'version_changed')
    expect(
      await patch(id, { display_name: 'two' }, { 'if-match': `W/${first.headers['etag']}` }),
      412,
      'version_changed',
    )
    expect(await patch(id, { display_name: 'two' }, { 'if-match': 'rubbish' }), 400, 'request_invalid')
    assert.equal(
      (await patch(id, { display_name: 'two' }, { 'if-match': `"x", ${first.headers['etag']}` })).status,
      200,
    )
    assert.equal((await patch(id, { display_name: 'three' }, { 'if-match': '*' })).status, 200)
    const tag = String((await get(id)).headers['etag'])
    await v3Patch(id, { description: 'changed elsewhere' })
    expect(await patch(id, { display_name: 'four' }, { 'if-match': tag }), 412, 'version_changed')
    const now = String((await get(id)).headers['etag'])
    const race = await Promise.all(
      Array.from({ length: 10 }, (_, i) => patch(id, { display_name: `race ${i}` }, { 'if-match': now })),
    )
    assert.deepEqual(race.map(({ status }) => status).sort(), [200, ...Array.from({ length: 9 }, () => 412)])
  })

  test('both APIs show the same user: enabled there is active here', async () => {
    const there = await s.call('POST', '/v3/users', {
      token: s.admin,
      body: {
        user: { name: 'from-v3', email: 'Same@example.com', description: 'made there', favourite: 'tea' },
      },
    })
    const { id } = there.body.user
    const here = (await get(id)).body
    assert.equal(here.username, 'from-v3')
    assert.equal(here.status, 'active')
    assert.equal(here.kind, 'human')
    assert.equal(here.email, 'Same@example.com')
    assert.equal(here.email_claimed, true, 'a free address is claimed')
    assert.equal(here.description, 'made there')
    assert.equal('favourite' in here, false)

    for (const status of ['disabled', 'pending', 'active']) {
      assert.equal((await patch(id, { status })).body.status, status)
      assert.equal((await v3(id)).body.user.enabled, status === 'active')
    }
    await v3Patch(id, { enabled: false })
    assert.equal((await get(id)).body.status, 'disabled')
    expect(await patch(id, { status: 'invited' }), 403, 'status_step_barred', ['/status'])
    await invited(s.muster.store, id)
    await v3Patch(id, { enabled: true })
    assert.equal((await get(id)).body.status, 'active')
    await patch(id, { display_name: 'Seen here alone' })
    const after = (await v3(id)).body.user
    assert.equal(after.favourite, 'tea', 'T42: attributes that this API does not show are kept')
    assert.equal(after.email, 'Same@example.com')

    const { id: mine, username } = await n.newUser({ email: 'mine@example.com', status: 'pending' })
    const seen = (await v3(mine)).body.user
    assert.equal(seen.name, username)
    assert.equal(seen.enabled, false)
    assert.equal(seen.email, 'mine@example.com')
    assert.equal(seen.domain_id, 'default')
  })

  test('T62: an address replaced at Identity v3 is no longer claimed', async () => {
    const { id } = await n.newUser({ email: 'old@example.com' })
    await v3Patch(id, { email: 'OLD@example.com' })
    assert.equal((await get(id)).body.email_claimed, true, 'only the spelling changed')
    await v3Patch(id, { email: 'new@example.com' })
    assert.equal((await get(id)).body.email_claimed, true, 'the new address is free')
    await v3Patch(id, { email: 'no address' })
    assert.equal((await get(id)).body.email_claimed, false)
    assert.equal((await create({ username: 'heir', email: 'old@example.com' })).status, 201)
  })

  test('lists are paged without gaps or repeats, in every order', async () => {
    const { id: domain } = await n.newDomain()
    const names = ['b', 'a', 'C', '\u00e4', 'aa', 'Z', '10', '9', '\u{1f600}']
    for (const username of names) await create({ username, domain_id: domain })
    const everyone = (await list(`domain_id=${domain}`)).body.users as {
      id: string
      username: string
      created_at: string
    }[]
    assert.equal(everyone.length, names.length + 1)
    const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
    const by = (key: 'id' | 'username' | 'created_at') =>
      everyone.toSorted((a, b) => compare(a[key], b[key]) || compare(a.id, b.id)).map(({ id }) => id)
    const orders = [
      ['', by('id')],
      ['&sort=username', by('username')],
      ['&sort=-username', by('username').reverse()],
      ['&sort=created_at', by('created_at')],
      ['&sort=-created_at', by('created_at').reverse()],
    ] as const
    for (const [sort, expected] of orders)
      for (const limit of [1, 3, 10, 1000])
        assert.deepEqual(await walk(`domain_id=${domain}${sort}`, limit), expected, `${sort} by ${limit}`)
  })

  test('a list continues when the user of its cursor is deleted', async () => {
    const { id: domain } = await n.newDomain()
    for (let i = 0; i < 5; i++) await create({ username: `u${i}`, domain_id: domain })
    const all = ids(await list(`domain_id=${domain}&sort=username`))
    const { body } = await list(`domain_id=${domain}&sort=username&limit=2`)
    await remove(body.users[1].id)
    const rest = await list(
      `domain_id=${domain}&sort=username&cursor=${encodeURIComponent(body.next_cursor)}`,
    )
    assert.deepEqual(ids(rest), all.slice(2))
  })

  test('filters are exact, and combine', async () => {
    const { id: domain } = await n.newDomain()
    const make = async (body: object) => (await create({ domain_id: domain, ...body })).body.id as string
    const robot = await make({ username: 'robot', kind: 'service', email: 'robot@example.com' })
    const guest = await make({ username: 'guest' })
    await invited(s.muster.store, guest)
    const find = async (query: string) => ids(await list(`domain_id=${domain}&${query}`))
    assert.deepEqual(await find('username=robot'), [robot])
    assert.deepEqual(await find('username=robo'), [])
    assert.deepEqual(await find('username=ROBOT'), [])
    assert.deepEqual(await find('kind=service'), [robot])
    assert.deepEqual(await find('status=invited'), [guest])
    assert.deepEqual(await find('kind=service&status=invited'), [])
    assert.deepEqual(await find('email=robot%40example.com'), [robot])
    assert.deepEqual(await find(`username=${encodeURIComponent("' or 1=1 --")}`), [])
    assert.deepEqual(ids(await list('domain_id=nowhere')), [])
    assert.equal((await list('')).body.users.length > 2, true)
  })

  test('query errors are reported by parameter', async () => {
    const wrong: readonly (readonly [query: string, place: string])[] = [
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=-1', 'limit'],
      ['limit=1e2', 'limit'],
      ['limit=5&limit=6', 'limit'],
      ['status=deleted', 'status'],
      ['status=active&status=disabled', 'status'],
      ['kind=robot', 'kind'],
      ['sort=password', 'sort'],
      ['username=a&username=b', 'username'],
      ['marker=x', 'marker'],
      ['constructor=x', 'constructor'],
    ]
    for (const [query, place] of wrong) expect(await list(query), 400, 'request_invalid', [place])
    assert.equal((await list('username=%00')).status, 400)
    assert.equal((await list('limit=1000')).status, 200)
  })

  test('T74: a cursor is valid for its own list, query, order and user alone', async () => {
    const { cursor } = await (async () => {
      const { body } = await list('limit=1&sort=username&status=active')
      return { cursor: encodeURIComponent(body.next_cursor) }
    })()
    assert.equal((await list(`limit=7&status=active&sort=username&cursor=${cursor}`)).status, 200)
    const admin = await n.newUser()
    const { roles } = (await s.call('GET', '/v3/roles?name=admin', { token: s.admin })).body
    await s.call('PUT', `/v3/system/users/${admin.id}/roles/${roles[0].id}`, { token: s.system })
    const colleague = await n.signIn(admin.username, admin.password)
    const rejected = [
      list(`cursor=${cursor}`),
      list(`sort=username&cursor=${cursor}`),
      list(`sort=-username&status=active&cursor=${cursor}`),
      list(`sort=username&status=disabled&cursor=${cursor}`),
      list(`sort=username&status=active&domain_id=default&cursor=${cursor}`),
      list(`sort=username&status=active&cursor=${cursor}`, colleague),
      list('cursor='),
      list('cursor=abc'),
      list('cursor=YWJj.YWJj'),
      list(`cursor=${'x'.repeat(5000)}`),
      n.call('GET', `/sessions?cursor=${cursor}`, { secret: n.admin }),
    ]
    for (const answer of await Promise.all(rejected)) expect(answer, 400, 'cursor_invalid', ['cursor'])
    assert.equal((await list('sort=username&status=active', colleague)).status, 200)
  })

  test('a manager of another domain reads and changes nothing of this one', async () => {
    const { id: here } = await n.newUser({ email: 'private@example.com' })
    const before = (await get(here)).body
    const { id: domain, secret, userId } = await n.newDomain('manager')
    for (const answer of [
      await get(here, secret),
      await patch(here, { display_name: 'mine' }, {}, secret),
      await remove(here, secret),
      await n.call('GET', `/users/${here}/sessions`, { secret }),
      await n.call('DELETE', `/users/${here}/sessions`, { secret }),
      await create({ username: 'intruder', domain_id: 'default' }, secret),
      await get('f'.repeat(32), secret),
    ])
      expect(answer, 403, 'forbidden_by_rule')
    assert.deepEqual(await walk('', 1000, secret), [userId])
    assert.deepEqual(await walk('domain_id=default', 1000, secret), [])
    assert.deepEqual(await walk('email=private%40example.com', 1000, secret), [])
    assert.deepEqual((await get(here)).body, before)

    const made = await create({ username: 'colleague' }, secret)
    assert.equal(made.body.domain_id, domain, 'its own domain is used')
    assert.equal((await get(made.body.id, secret)).status, 200)
    assert.equal((await patch(made.body.id, { display_name: 'ours' }, {}, secret)).status, 200)
    assert.deepEqual((await walk('', 1, secret)).sort(), [userId, made.body.id].sort())
    assert.equal((await remove(made.body.id, secret)).status, 204)
  })

  test('an ordinary user sees only itself', async () => {
    const { id, username, password } = await n.newUser()
    const secret = await n.signIn(username, password)
    assert.equal((await get(id, secret)).body.username, username)
    const { id: other } = await n.newUser()
    for (const answer of [
      await get(other, secret),
      await list('', secret),
      await patch(id, { developer: true }, {}, secret),
      await remove(id, secret),
      await create({ username: 'x' }, secret),
    ])
      expect(answer, 403, 'forbidden_by_rule')
  })

  test('malformed ids are not found, without internal errors', async () => {
    for (const id of [
      'x',
      '0',
      '-1',
      '..%2f..',
      '%20',
      encodeURIComponent("' or ''='"),
      'f'.repeat(3000),
      '%F0%9F%98%80',
    ])
      expect(await get(id), 404, 'user_not_found')
    for (const id of ['%00', 'a%00b']) assert.equal((await get(id)).status, 400)
    assert.equal((await get('%E0%A4%A')).status, 400)
  })
})
