import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { updateUser } from '../../src/core/directory/users/update-user.ts'
import { onEachDatabase } from '../databases.ts'
import { invited } from '../invited-fixtures.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

type Shown = { readonly id: string; readonly name: string } & Readonly<Record<string, unknown>>

onEachDatabase('Identity v3: users', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: object | string, token = s.system) =>
    s.call(method, `/v3/users${path}`, { token, ...(body === undefined ? {} : { body }) })
  const make = async (name: string, more: object = {}): Promise<Shown> => {
    const { status, body } = await call('POST', '', { user: { name, ...more } })
    assert.equal(status, 201, JSON.stringify(body))
    return body.user
  }
  const makeDomain = async (name: string): Promise<string> =>
    (await s.call('POST', '/v3/domains', { token: s.system, body: { domain: { name } } })).body.domain.id
  const makeProject = async (name: string, domainId = 'default'): Promise<string> => {
    const body = { project: { name, domain_id: domainId } }
    return (await s.call('POST', '/v3/projects', { token: s.system, body })).body.project.id
  }
  const put = async (path: string) => {
    const { status } = await s.call('PUT', `/v3${path}`, { token: s.system })
    assert.equal(status, 204, path)
  }
  const roleId = async (name: string): Promise<string> =>
    (await s.call('GET', `/v3/roles?name=${name}`, { token: s.system })).body.roles[0].id
  const names = (answer: Called): string[] => {
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.users.map(({ name }: Shown) => name).sort()
  }
  const signsIn = async (id: string, password: string) => {
    const identity = { methods: ['password'], password: { user: { id, password } } }
    return (await s.call('POST', '/v3/auth/tokens', { body: { auth: { identity } } })).status === 201
  }
  const isError = (answer: Called, status: number, why?: string) => {
    assert.equal(answer.status, status, `${why}: ${JSON.stringify(answer.body)}`)
    assert.equal(answer.body.error.code, status)
    assert.deepEqual([typeof answer.body.error.message, typeof answer.body.error.title], ['string', 'string'])
  }

  test('create, show, update, delete', async () => {
    const created = await call('POST', '', {
      user: {
        name: ' ann ',
        password: 'a long enough phrase',
        description: null,
        email: 'ann@example.com',
        'any:thing-else': { of: ['mine', 1, null] },
        options: { lock_password: true, ignore_password_expiry: null },
        enabled: 'yes',
      },
      other: 'keys mean nothing',
    })
    assert.equal(created.status, 201)
    assert.match(String(created.headers['vary']), /^X-Auth-Token, Authorization(, Accept-Encoding)?$/)
    assert.match(String(created.headers['content-type']), /^application\/json\b/)
    assert.match(String(created.headers['x-openstack-request-id']), /^req-[0-9a-f-]{36}$/)
    const { user } = created.body
    assert.match(user.id, /^[0-9a-f]{32}$/)
    assert.deepEqual(created.body, {
      user: {
        id: user.id,
        name: 'ann',
        domain_id: 'default',
        enabled: true,
        email: 'ann@example.com',
        'any:thing-else': { of: ['mine', 1, null] },
        options: { lock_password: true },
        password_expires_at: null,
        links: { self: `http://muster.test/v3/users/${user.id}` },
      },
    })
    assert.deepEqual((await call('GET', `/${user.id}`)).body, { user })
    const head = await call('HEAD', `/${user.id}`)
    assert.deepEqual([head.status, head.body], [200, undefined])
    const changed = await call('PATCH', `/${user.id}`, {
      user: { name: 'ann-marie', enabled: false, email: null, options: { lock_password: null }, size: 7 },
    })
    assert.equal(changed.status, 200)
    const { email, ...rest } = user
    const expected = { ...rest, name: 'ann-marie', enabled: false, options: {}, size: 7 }
    assert.deepEqual(changed.body, { user: expected })
    assert.deepEqual((await call('GET', `/${user.id}/`)).body, { user: expected })
    const gone = await call('DELETE', `/${user.id}`)
    assert.deepEqual([gone.status, gone.body, gone.headers['content-type']], [204, undefined, undefined])
    for (const [method, body] of [
      ['GET', undefined],
      ['DELETE', undefined],
      ['PATCH', { user: { name: 'x' } }],
    ] as const)
      isError(await call(method, `/${user.id}`, body), 404, method)
    assert.equal((await make('ann-marie')).name, 'ann-marie', 'the name is free again')
  })

  test('statuses of invalid creations', async () => {
    await make('taken')
    const domain = await makeDomain('of default project')
    const rows: readonly [object | string, number][] = [
      [{}, 400],
      [{ user: {} }, 400],
      [{ user: [] }, 400],
      [{ user: null }, 400],
      [{ user: 'ann' }, 400],
      [{ users: { name: 'x' } }, 400],
      [{ user: { name: '' } }, 400],
      [{ user: { name: '   ' } }, 400],
      [{ user: { name: 'x'.repeat(256) } }, 400],
      [{ user: { name: null } }, 400],
      [{ user: { name: 7 } }, 400],
      [{ user: { name: 'a\u0000b' } }, 400],
      [{ user: { name: 'x', enabled: 'maybe' } }, 400],
      [{ user: { name: 'x', enabled: null } }, 400],
      [{ user: { name: 'x', enabled: 1 } }, 400],
      [{ user: { name: 'x', password: 7 } }, 400],
      [{ user: { name: 'x', password: '' } }, 400],
      [{ user: { name: 'x', default_project_id: 'default' } }, 400],
      [{ user: { name: 'x', default_project_id: domain } }, 400],
      [{ user: { name: 'x', default_project_id: {} } }, 400],
      [{ user: { name: 'x', options: [] } }, 400],
      [{ user: { name: 'x', options: { unknown: true } } }, 400],
      [{ user: { name: 'x', options: { lock_password: 'true' } } }, 400],
      [{ user: { name: 'x', options: { multi_factor_auth_rules: [[]] } } }, 400],
      [{ user: { name: 'x', options: { multi_factor_auth_rules: [['a', 'a']] } } }, 400],
      [{ user: { name: 'x', options: { multi_factor_auth_rules: [['a'], ['a']] } } }, 400],
      [{ user: { name: 'x', description: 7 } }, 400],
      [{ user: { name: 'x', email: {} } }, 400],
      [{ user: { name: 'x', federated: [{ idp_id: 'i', protocols: [] }] } }, 400],
      [{ user: { name: 'x', federated: 'i' } }, 400],
      [{ user: { name: 'x', domain_id: null } }, 400],
      [{ user: { name: 'x', domain_id: 'nowhere' } }, 404],
      [{ user: { name: 'taken' } }, 409],
      [{ user: { name: ' taken ' } }, 409],
      [{ user: { name: 'Taken' } }, 409],
      ['not json', 400],
      ['[]', 400],
      ['', 400],
    ]
    const before = names(await call('GET', ''))
    for (const [body, status] of rows) isError(await call('POST', '', body), status, JSON.stringify(body))
    assert.deepEqual(names(await call('GET', '')), before)
    for (const [body, status] of [
      [{ user: { name: 'taken', domain_id: domain } }, 201],
      [{ user: { name: 'Free', id: 'mine', links: {}, federated: [] } }, 201],
      [{ user: { name: 'x'.repeat(255), default_project_id: 'not yet', options: {} } }, 201],
    ] as const) {
      const answer = await call('POST', '', body)
      assert.equal(answer.status, status, JSON.stringify(body))
      assert.match(answer.body.user.id, /^[0-9a-f]{32}$/)
    }
  })

  test('statuses of invalid updates', async () => {
    const { id } = await make('fixed', { options: { lock_password: true } })
    const other = await make('not fixed')
    const domain = await makeDomain('another')
    const rows: readonly [object, number][] = [
      [{}, 400],
      [{ user: {} }, 400],
      [{ user: { id: other.id, name: 'x' } }, 400],
      [{ user: { id: null, name: 'x' } }, 400],
      [{ user: { domain_id: domain } }, 400],
      [{ user: { domain_id: null } }, 400],
      [{ user: { name: '' } }, 400],
      [{ user: { name: null } }, 400],
      [{ user: { options: { unknown: null } } }, 400],
      [{ user: { options: null } }, 400],
      [{ user: { default_project_id: domain } }, 400],
      [{ user: { password: '' } }, 400],
      [{ user: { federated: [{ idp_id: 'i', protocols: [{ protocol_id: 'p', unique_id: 'u' }] }] } }, 400],
      [{ user: { name: 'not fixed' } }, 409],
    ]
    const before = (await call('GET', `/${id}`)).body
    for (const [body, status] of rows)
      isError(await call('PATCH', `/${id}`, body), status, JSON.stringify(body))
    assert.deepEqual((await call('GET', `/${id}`)).body, before)
    isError(await call('PATCH', '/unknown', { user: {} }), 400, 'an invalid body for an unknown user')
    isError(await call('PATCH', '/unknown', { user: { name: 'x' } }), 404)
    const same = await call('PATCH', `/${id}`, { user: { id, domain_id: 'default', federated: [] } })
    assert.deepEqual([same.status, same.body], [200, before])
  })

  test('T42: a response can be sent back completely and keeps every field', async () => {
    const project = await makeProject('of the round trip')
    const { id } = await make('round trip', {
      password: 'kept through it all',
      description: 'kept',
      email: 'a@b.example',
      default_project_id: project,
      enabled: false,
      options: {
        ignore_change_password_upon_first_use: true,
        ignore_password_expiry: true,
        ignore_lockout_failure_attempts: false,
        lock_password: true,
        ignore_user_inactivity: true,
        multi_factor_auth_enabled: false,
        multi_factor_auth_rules: [['password', 'totp'], ['password']],
      },
      nested: { list: [1, null, '\u0001', { deep: 'é🙂' }] },
      nothing: null,
      ok: true,
    })
    const read = (await call('GET', `/${id}`)).body
    assert.equal((await call('PATCH', `/${id}`, read)).status, 200)
    assert.deepEqual((await call('GET', `/${id}`)).body, read)
    for (const [name, value] of Object.entries(read.user))
      if (!['id', 'links', 'password_expires_at'].includes(name)) {
        const answer = await call('PATCH', `/${id}`, { user: { [name]: value } })
        assert.deepEqual([answer.status, answer.body], [200, read], name)
      }
    assert.equal((await call('PATCH', `/${id}`, { user: { enabled: true } })).status, 200)
    assert.equal(await signsIn(id, 'kept through it all'), true)
  })

  test('T42: a user with a status unknown to Identity v3 keeps it through a round trip', async () => {
    const source = { api: 'test', requestId: 'req-test' }
    for (const status of ['invited', 'pending'] as const) {
      const { id } = await make(`still ${status}`)
      if (status === 'invited') await invited(s.muster.store, id)
      else await s.muster.core.run(updateUser, { id, status }, { kind: 'operator' }, source)
      const read = (await call('GET', `/${id}`)).body
      assert.equal(read.user.enabled, false)
      assert.deepEqual((await call('PATCH', `/${id}`, read)).body, read)
      assert.equal((await s.muster.store.reading.users.get(id))?.status, status)
      assert.equal((await call('PATCH', `/${id}`, { user: { enabled: true } })).body.user.enabled, true)
      assert.equal((await s.muster.store.reading.users.get(id))?.status, 'active')
    }
  })

  test('T24: the path determines the user, regardless of body and query', async () => {
    const [mine, other] = [await make('meant'), await make('not meant')]
    const answer = await call('PATCH', `/${mine.id}?id=${other.id}&user_id=${other.id}`, {
      user: { description: 'by the path', user_id: other.id },
      id: other.id,
      target: { user: { id: other.id } },
    })
    assert.equal(answer.body.user.id, mine.id)
    assert.deepEqual((await call('GET', `/${other.id}`)).body.user, other)
  })

  test('T43: every spelling of a boolean, in bodies and in filters', async () => {
    const { id } = await make('spelled')
    const spellings: readonly [boolean, readonly string[]][] = [
      [true, ['true', 'True', 'TRUE', '1', 'y', 'Y', 'yes', 'on', 'ON', '']],
      [false, ['false', 'False', 'FALSE', '0', 'n', 'N', 'no', 'off', 'OFF']],
    ]
    for (const [meaning, words] of spellings)
      for (const word of words) {
        const answer = await call('PATCH', `/${id}`, { user: { enabled: word } })
        assert.equal(answer.body.user.enabled, meaning, word)
        const filtered = names(await call('GET', `?name=spelled&enabled=${word}`))
        assert.deepEqual(filtered, ['spelled'], word)
        await call('PATCH', `/${id}`, { user: { enabled: !meaning } })
        assert.deepEqual(names(await call('GET', `?name=spelled&enabled=${word}`)), [], word)
      }
    for (const word of ['maybe', '2', 'tRuE', 'null', ' true'])
      isError(await call('GET', `?enabled=${encodeURIComponent(word)}`), 400, word)
    assert.deepEqual(names(await call('GET', '?name=spelled&enabled')), ['spelled'], 'no value is true')
  })

  test('filters: known keys apply, others are ignored', async () => {
    const domain = await makeDomain('filters')
    const some = ['Ärger', 'ärmel', 'strasse 🙂', 'a%b_c', 'plain']
    for (const name of some) await make(name, { domain_id: domain, phone: '1' })
    await call('PATCH', `/${(await make('off', { domain_id: domain })).id}`, { user: { enabled: false } })
    const rows: readonly [string, readonly string[]][] = [
      ['', [...some, 'off']],
      ['name=plain', ['plain']],
      ['name=Plain', []],
      ['name=', []],
      [`name=${'x'.repeat(3000)}`, []],
      ['enabled=false', ['off']],
      ['enabled=true&name=off', []],
      ['name=plain&name=plain', ['plain']],
      ['name=plain&name=off', []],
      ['name__contains=ain', ['plain']],
      ['name__contains=AIN', []],
      ['name__icontains=AIN', ['plain']],
      ['name__icontains=%C3%84R', ['Ärger', 'ärmel']],
      ['name__istartswith=%C3%A4r', ['Ärger', 'ärmel']],
      ['name__startswith=%C3%84', ['Ärger']],
      ['name__iendswith=GER', ['Ärger']],
      ['name__endswith=%F0%9F%99%82', ['strasse 🙂']],
      ['name__contains=%25', ['a%b_c']],
      ['name__contains=_', ['a%b_c']],
      ['name__contains=', [...some, 'off']],
      ['name__regex=.*', [...some, 'off']],
      ['name__contains__x=q', [...some, 'off']],
      ['phone=2', [...some, 'off']],
      ['description=none', [...some, 'off']],
      ['sort_key=name&sort_dir=desc', [...some, 'off']],
      ['enabled__contains=1', []],
      ['password_expires_at=lt:2030-01-01T00:00:00Z', []],
      ['idp_id=x', []],
      ['protocol_id=x', []],
      ['unique_id=x', []],
    ]
    for (const [query, expected] of rows)
      assert.deepEqual(
        names(await call('GET', `?domain_id=${domain}&${query}`)),
        [...expected].sort(),
        query.slice(0, 60),
      )
    assert.deepEqual(names(await call('GET', '?domain_id=nowhere')), [])
    assert.deepEqual(names(await call('GET', `?domain_id=${domain}&domain_id=default`)), [])
  })

  test('password_expires_at filters by operator and time', async () => {
    const { id } = await make('expiring')
    const expiresAt = Date.UTC(2027, 0, 2, 3, 4, 5)
    await s.muster.store.transaction('serializable', ({ passwords }) =>
      passwords.insert({ userId: id, hash: 'x', createdAt: 0, expiresAt, selfService: false }),
    )
    assert.equal((await call('GET', `/${id}`)).body.user.password_expires_at, '2027-01-02T03:04:05.000000')
    const rows: readonly [string, boolean | 400][] = [
      ['lt:2027-01-02T03:04:06Z', true],
      ['lt:2027-01-02T03:04:05Z', false],
      ['lte:2027-01-02T03:04:05Z', true],
      ['gt:2027-01-02T03:04:04.999Z', true],
      ['gt:2027-01-02T03:04:05', false],
      ['gte:2027-01-02T03:04:05.000000', true],
      ['eq:2027-01-02T03:04:05Z', true],
      ['2027-01-02T03:04:05Z', true],
      ['neq:2027-01-02T03:04:05Z', false],
      ['neq:2028-01-02T03:04:05Z', true],
      ['eq:2027-01-02T04:04:05%2B01:00', true],
      ['lt', 400],
      ['', 400],
      ['lt:', 400],
      ['lt:tomorrow', 400],
      ['before:2027-01-02T03:04:05Z', 400],
      ['lt:2027-13-02T03:04:05Z', 400],
    ]
    for (const [value, expected] of rows) {
      const answer = await call('GET', `?password_expires_at=${value}`)
      if (expected === 400) isError(answer, 400, value)
      else assert.equal(names(answer).includes('expiring'), expected, value)
    }
    const between = '?password_expires_at=gt:2027-01-01T00:00:00Z&password_expires_at=lt:2027-01-03T00:00:00Z'
    assert.deepEqual(names(await call('GET', between)), ['expiring'], 'repeated keys are ANDed')
  })

  test('lists are paged with links to the end', async () => {
    const domain = await makeDomain('pages')
    const ids = []
    for (let n = 0; n < 11; n++) ids.push((await make(`page-${n}`, { domain_id: domain })).id)
    ids.sort()
    const self = `http://muster.test/v3/users?domain_id=${domain}&limit=4`
    const seen: string[] = []
    let url: string | null = self
    for (let page = 0; url !== null; page++) {
      const { body }: Called = await s.call('GET', url.slice('http://muster.test'.length), {
        token: s.system,
      })
      seen.push(...body.users.map(({ id }: Shown) => id))
      const next: string | null =
        page < 2
          ? `http://muster.test/v3/users?domain_id=${domain}&limit=4&marker=${ids[page * 4 + 3]}`
          : null
      assert.deepEqual(body.links, { self: url, next, previous: null })
      assert.equal(body.truncated, page < 2 ? true : undefined)
      url = body.links.next
    }
    assert.deepEqual(seen, ids)
    // Paging like openstacksdk: it sets the marker itself until a page is empty.
    const marked = (marker: string) => call('GET', `?domain_id=${domain}&limit=11&marker=${marker}`)
    assert.deepEqual((await marked(ids[9] ?? '')).body.users.length, 1)
    const empty = (await marked(ids[10] ?? '')).body
    assert.deepEqual([empty.users, empty.links.next, empty.truncated], [[], null, undefined])
    const placed = `http://muster.test/v3/users?marker=${ids[3]}&limit=4&domain_id=${domain}`
    const kept = await call('GET', `?marker=${ids[0]}&limit=3&domain_id=${domain}`)
    assert.equal(kept.body.links.next, placed.replace('limit=4', 'limit=3'), 'at the same position')
  })

  test('N5: following the top-level next returns every row once, and no Link header is sent', async () => {
    const domain = await makeDomain('next')
    for (let n = 0; n < 7; n++) await make(`next-${n}`, { domain_id: domain })
    const walk = async (path: string, name: string) => {
      const seen: string[] = []
      let url: string | undefined = `http://muster.test/v3${path}`
      while (url !== undefined) {
        const { status, headers, body }: Called = await s.call(
          'GET',
          url.slice('http://muster.test'.length),
          {
            token: s.system,
          },
        )
        assert.deepEqual([status, headers['link']], [200, undefined], url)
        // openstacksdk follows `next`; the last page must not have one.
        assert.deepEqual(body.next ?? null, body.links.next)
        assert.equal('next' in body, body.truncated === true)
        seen.push(...body[name].map(({ id }: Shown) => id))
        url = body.next
      }
      assert.equal(new Set(seen).size, seen.length, path)
      return seen.length
    }
    assert.equal(await walk(`/users?domain_id=${domain}&limit=3`, 'users'), 7)
    for (const name of [
      'users',
      'projects',
      'domains',
      'groups',
      'roles',
      'services',
      'regions',
      'endpoints',
    ]) {
      const whole = (await s.call('GET', `/v3/${name}`, { token: s.system })).body[name].length
      assert.equal(await walk(`/${name}?limit=1`, name), whole, name)
    }
  })

  test('invalid limits and markers', async () => {
    for (const limit of ['x', '-1', '1.5', '0', '1e3', '', '%20', '99999999999999999999'])
      isError(await call('GET', `?limit=${limit}`), 400, `limit=${limit}`)
    for (const marker of ['nobody', "'%20or%201=1%20--", '..', '%F0%9F%99%82', 'x'.repeat(5000)])
      isError(await call('GET', `?marker=${marker}`), 404, `marker=${marker}`)
    const whole = await call('GET', '?limit=999999999')
    assert.deepEqual([whole.status, whole.body.truncated], [200, undefined])
    const head = await call('HEAD', '?limit=1')
    assert.deepEqual([head.status, head.body], [200, undefined])
  })

  test('a user changes its password with the current one, without a token', async () => {
    const [old, next] = ['the old phrase', 'the new phrase']
    const { id } = await make('changes', { password: old })
    const change = (user: object, path = `/${id}/password`, token?: string) =>
      s.call('POST', `/v3/users${path}`, { body: { user }, token })
    const both = { original_password: old, password: next }
    const bad: readonly object[] = [
      {},
      { password: next },
      { original_password: old },
      { ...both, extra: 1 },
      { ...both, original_password: null },
      { ...both, password: 7 },
      { ...both, password: '' },
      { ...both, password: 'x'.repeat(4097) },
    ]
    for (const user of bad) isError(await change(user), 400, JSON.stringify(user).slice(0, 80))
    for (const answer of [
      await change({ ...both, original_password: 'wrong' }),
      await change({ ...both, original_password: '' }),
      await change(both, '/nobody/password'),
      await change({ ...both, original_password: 'x'.repeat(5000) }),
    ]) {
      isError(answer, 401)
      assert.equal(answer.headers['www-authenticate'], 'Keystone uri="http://muster.test/v3"')
      assert.equal(answer.body.error.message, 'The request you have made requires authentication.')
    }
    isError(await change(both, undefined, 'nonsense'), 401, 'an invalid token is rejected first')
    const token = await s.signIn({ id, password: old })
    assert.equal((await s.call('GET', `/v3/users/${id}`, { token })).status, 200)
    const done = await change(both)
    assert.deepEqual([done.status, done.body], [204, undefined])
    isError(await s.call('GET', `/v3/users/${id}`, { token }), 401, 'every token of the user is invalid')
    assert.deepEqual([await signsIn(id, old), await signsIn(id, next)], [false, true])
    isError(await change(both), 401, 'the old password is invalid')
    const again = { original_password: next, password: old }
    await call('PATCH', `/${id}`, { user: { options: { lock_password: true } } })
    isError(await change(again), 400, 'locked')
    await call('PATCH', `/${id}`, { user: { options: { lock_password: null }, enabled: false } })
    isError(await change(again), 401, 'disabled')
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await call(method, `/${id}/password`)
      isError(answer, 405, method)
      assert.equal(answer.headers['allow'], 'OPTIONS, POST')
    }
  })

  test('an administrator sets a password without the current one, or removes it', async () => {
    const { id } = await make('set for', { password: 'the first phrase', options: { lock_password: true } })
    assert.equal((await call('PATCH', `/${id}`, { user: { password: 'the second phrase' } })).status, 200)
    assert.deepEqual(
      [await signsIn(id, 'the first phrase'), await signsIn(id, 'the second phrase')],
      [false, true],
    )
    assert.equal((await call('PATCH', `/${id}`, { user: { password: null } })).status, 200)
    assert.equal(await signsIn(id, 'the second phrase'), false)
  })

  test('T76: two passwords of 80 bytes that differ at byte 73 are distinct; too long is 400, never truncated', async () => {
    const start = 'é'.repeat(36)
    const { id } = await make('byte 73', { password: `${start}A1234567` })
    assert.deepEqual([await signsIn(id, `${start}B1234567`), await signsIn(id, start)], [false, false])
    assert.equal(await signsIn(id, `${start}A1234567`), true)
    const longest = '🙂'.repeat(1024)
    assert.equal((await call('PATCH', `/${id}`, { user: { password: longest } })).status, 200)
    assert.deepEqual([await signsIn(id, longest.slice(0, -2)), await signsIn(id, longest)], [false, true])
    for (const password of [`${longest}x`, 'x'.repeat(4097), 'x'.repeat(100_000), 'a\ud800', 'a\u0000b'])
      isError(await call('PATCH', `/${id}`, { user: { password } }), 400)
    isError(await call('PATCH', `/${id}`, { user: { password: 'x'.repeat(1_000_000) } }), 413)
    assert.equal(await signsIn(id, longest), true)
    for (const password of [`${longest}x`, 'x'.repeat(100_000)])
      assert.equal(await signsIn(id, password), false)
  })

  test('the groups of a user, with membership expiry null', async () => {
    const { id } = await make('member')
    const groups: Shown[] = []
    for (const name of ['first', 'second', 'third']) {
      const body = { group: { name } }
      groups.push((await s.call('POST', '/v3/groups', { token: s.system, body })).body.group)
    }
    groups.sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const group of groups.slice(0, 2)) await put(`/groups/${group.id}/users/${id}`)
    const answer = await call('GET', `/${id}/groups`)
    assert.deepEqual(answer.body, {
      groups: groups.slice(0, 2).map((group) => ({ ...group, membership_expires_at: null })),
      links: { self: `http://muster.test/v3/users/${id}/groups`, next: null, previous: null },
    })
    const ids = async (query: string) =>
      (await call('GET', `/${id}/groups?${query}`)).body.groups.map((group: Shown) => group.id)
    assert.deepEqual(await ids(`name=${groups[1]?.name}`), [groups[1]?.id])
    assert.deepEqual(await ids(`name=${groups[2]?.name}`), [])
    const first = (await call('GET', `/${id}/groups?limit=1`)).body
    assert.equal(first.links.next, `http://muster.test/v3/users/${id}/groups?limit=1&marker=${groups[0]?.id}`)
    assert.deepEqual(await ids(`limit=1&marker=${groups[0]?.id}`), [groups[1]?.id])
    isError(await call('GET', '/nobody/groups'), 404)
    isError(await call('GET', `/${id}/groups?marker=nothing`), 404)
  })

  test('the projects of a user, including groups and inheritance', async () => {
    const { id } = await make('works')
    const domain = await makeDomain('workplace')
    const [direct, byGroup, byDomain] = [
      await makeProject('direct'),
      await makeProject('by group'),
      await makeProject('by domain', domain),
    ]
    await makeProject('elsewhere')
    const body = { group: { name: 'workers' } }
    const { group } = (await s.call('POST', '/v3/groups', { token: s.system, body })).body
    const reader = await roleId('reader')
    await put(`/groups/${group.id}/users/${id}`)
    await put(`/projects/${direct}/users/${id}/roles/${reader}`)
    await put(`/projects/${byGroup}/groups/${group.id}/roles/${reader}`)
    await put(`/OS-INHERIT/domains/${domain}/users/${id}/roles/${reader}/inherited_to_projects`)
    const ids = async (query = '') =>
      (await call('GET', `/${id}/projects${query}`)).body.projects.map((project: Shown) => project.id)
    assert.deepEqual(await ids(), [direct, byGroup, byDomain].sort())
    assert.deepEqual(await ids(`?domain_id=${domain}`), [byDomain])
    assert.deepEqual(await ids('?name=direct'), [direct])
    assert.deepEqual(await ids('?enabled=false'), [])
    assert.equal((await ids('?limit=2')).length, 2)
    isError(await call('GET', '/nobody/projects'), 404)
  })

  test('permissions: an administrator, a manager and a reader of the domain, and the user itself', async () => {
    const domain = await makeDomain('governed')
    const password = 'a phrase for all of them'
    const as = async (name: string, role: string | undefined) => {
      const user = await make(name, { domain_id: domain, password })
      if (role !== undefined) await put(`/domains/${domain}/users/${user.id}/roles/${await roleId(role)}`)
      const token = await s.signIn(
        { id: user.id, password },
        role === undefined ? undefined : { domain: { id: domain } },
      )
      return { token, id: user.id }
    }
    const manager = await as('governor', 'manager')
    const reader = await as('watcher', 'reader')
    const plain = await as('plain', undefined)
    const outsider = await make('outsider')
    const statuses = async (token: string | undefined, id: string, domainId: string) => {
      const requested = async (method: string, path: string, body?: object) =>
        (await s.call(method, `/v3/users${path}`, { token, ...(body ? { body } : {}) })).status
      return [
        await requested('GET', ''),
        await requested('GET', `/${id}`),
        await requested('GET', `/${id}/groups`),
        await requested('GET', `/${id}/projects`),
        await requested('PATCH', `/${id}`, { user: { description: 'x' } }),
        await requested('POST', '', {
          user: { name: `${token?.slice(-9)} ${domainId}`, domain_id: domainId },
        }),
      ]
    }
    const other = await make('victim', { domain_id: domain })
    assert.deepEqual(await statuses(manager.token, other.id, domain), [200, 200, 200, 200, 200, 201])
    assert.deepEqual(await statuses(manager.token, outsider.id, 'default'), [200, 403, 403, 403, 403, 403])
    assert.deepEqual(await statuses(reader.token, other.id, domain), [200, 200, 200, 200, 403, 403])
    assert.deepEqual(await statuses(reader.token, 'nobody', domain), [200, 403, 403, 403, 403, 403])
    assert.deepEqual(await statuses(plain.token, plain.id, domain), [403, 200, 200, 200, 403, 403])
    assert.deepEqual(await statuses(plain.token, other.id, domain), [403, 403, 403, 403, 403, 403])
    assert.deepEqual(await statuses(undefined, other.id, domain), [401, 401, 401, 401, 401, 401])
    const own = await call('POST', '', { user: { name: 'by default' } }, manager.token)
    assert.equal(own.body.user.domain_id, domain, 'a domain-scoped token creates in its domain')
    const listed = (await call('GET', `?domain_id=default`, undefined, manager.token)).body.users
    assert.deepEqual(listed, [], 'no object of another domain, with any filter')
    isError(await call('DELETE', `/${outsider.id}`, undefined, manager.token), 403)
    assert.equal((await call('DELETE', `/${other.id}`, undefined, manager.token)).status, 204)
    isError(await call('DELETE', `/${reader.id}`, undefined, plain.token), 403)
    const error = await call('GET', '', undefined, plain.token)
    assert.match(error.body.error.message, /identity:list_users/)
  })

  test('unknown routes and methods', async () => {
    const { id } = await make('asked')
    for (const [path, allow] of [
      ['', 'GET, HEAD, OPTIONS, POST'],
      [`/${id}`, 'DELETE, GET, HEAD, OPTIONS, PATCH'],
      [`/${id}/groups`, 'GET, HEAD, OPTIONS'],
      [`/${id}/projects`, 'GET, HEAD, OPTIONS'],
    ] as const) {
      const options = await call('OPTIONS', path)
      assert.deepEqual([options.status, options.headers['allow']], [200, allow], path)
      const wrong = await call('PUT', path, {})
      isError(wrong, 405, path)
      assert.equal(wrong.headers['allow'], allow)
    }
  })
})
