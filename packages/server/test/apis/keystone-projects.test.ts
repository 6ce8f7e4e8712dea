import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: projects', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: object | string) =>
    s.call(method, `/v3/projects${path}`, { token: s.system, ...(body === undefined ? {} : { body }) })
  const make = async (name: string, more: object = {}) => {
    const { status, body } = await call('POST', '', { project: { name, ...more } })
    assert.equal(status, 201, JSON.stringify(body))
    return body.project
  }
  const makeDomain = async (name: string) =>
    (await s.call('POST', '/v3/domains', { token: s.system, body: { domain: { name } } })).body.domain
  const newUser = async (name: string, domainId = 'default') => {
    const user = { name, password: `${name}-phrase`, domain_id: domainId }
    const made = (await s.call('POST', '/v3/users', { token: s.system, body: { user } })).body.user
    return { id: made.id as string, password: user.password }
  }
  const give = async (userId: string, role: string, type: 'domain' | 'project', id: string) => {
    const { store } = s.muster
    const roleId = (await store.reading.roles.getByName(role))[0]?.id ?? ''
    const actor = { type: 'user', id: userId } as const
    const target = { type, id } as const
    await store.transaction('serializable', ({ assignments }) =>
      assignments.insert({ actor, target, roleId, inherited: false }),
    )
  }

  test('create, show, update, delete', async () => {
    const made = await make(' alpha ', {
      description: 'first',
      tags: ['t'],
      colour: { of: 'sky' },
      options: { immutable: null },
    })
    assert.match(made.id, /^[0-9a-f]{32}$/)
    assert.deepEqual(made, {
      id: made.id,
      name: 'alpha',
      domain_id: 'default',
      parent_id: 'default',
      is_domain: false,
      enabled: true,
      description: 'first',
      tags: ['t'],
      options: {},
      colour: { of: 'sky' },
      links: { self: `http://muster.test/v3/projects/${made.id}` },
    })
    assert.deepEqual((await call('GET', `/${made.id}`)).body, { project: made })
    assert.equal((await call('HEAD', `/${made.id}`)).status, 200)
    const changed = await call('PATCH', `/${made.id}`, {
      project: { name: 'beta', enabled: 'False', size: 1 },
    })
    assert.equal(changed.status, 200)
    assert.deepEqual(changed.body.project, { ...made, name: 'beta', enabled: false, size: 1 })
    assert.equal((await call('DELETE', `/${made.id}`)).status, 204)
    for (const method of ['GET', 'DELETE']) assert.equal((await call(method, `/${made.id}`)).status, 404)
    assert.equal((await call('PATCH', `/${made.id}`, { project: { name: 'x' } })).status, 404)
  })

  test('T42: a response can be sent back completely and keeps every field', async () => {
    const parent = await make('parent of the round trip')
    const { id } = await make('round trip', {
      parent_id: parent.id,
      description: 'kept',
      tags: ['b', 'a'],
      options: { immutable: false },
      email: 'a@b',
      nested: { list: [1, null, '\u0001'] },
      nothing: null,
    })
    const read = (await call('GET', `/${id}?parents_as_list&subtree_as_ids`)).body
    assert.equal((await call('PATCH', `/${id}`, read)).status, 200)
    const { parents, subtree, ...kept } = read.project
    assert.deepEqual([parents, subtree], [[], null])
    assert.deepEqual((await call('GET', `/${id}`)).body.project, kept)
    for (const project of [
      { enabled: true },
      { description: 'kept' },
      { tags: ['b', 'a'] },
      { nothing: null },
    ]) {
      assert.deepEqual((await call('PATCH', `/${id}`, { project })).body.project, kept)
    }
    await call('PATCH', `/${id}`, { project: { options: { immutable: true } } })
    const locked = (await call('GET', `/${id}`)).body
    assert.equal((await call('PATCH', `/${id}`, locked)).status, 403)
    assert.deepEqual((await call('GET', `/${id}`)).body, locked)
    await call('PATCH', `/${id}`, { project: { options: { immutable: null } } })
  })

  test('T24: ids in the body must match the path', async () => {
    const [mine, other] = [await make('mine'), await make('not mine')]
    const domain = await makeDomain('another')
    const rows: [object, number][] = [
      [{ id: other.id, name: 'x' }, 400],
      [{ id: null, name: 'x' }, 400],
      [{ domain_id: domain.id, name: 'x' }, 400],
      [{ domain_id: null, name: 'x' }, 400],
      [{ parent_id: other.id, name: 'x' }, 403],
      [{ is_domain: true, name: 'x' }, 400],
    ]
    for (const [project, status] of rows)
      assert.equal((await call('PATCH', `/${mine.id}`, { project })).status, status, JSON.stringify(project))
    await call('PATCH', `/${mine.id}?id=${other.id}&project_id=${other.id}`, {
      project: { id: mine.id, description: 'by the path' },
      target: { project: { id: other.id } },
    })
    assert.equal((await call('GET', `/${mine.id}`)).body.project.description, 'by the path')
    assert.deepEqual((await call('GET', `/${other.id}`)).body.project, other)
  })

  test('statuses of invalid requests', async () => {
    const domain = await makeDomain('somewhere')
    const off = await make('off', { enabled: false })
    await make('taken')
    const rows: [object | string, number][] = [
      [{}, 400],
      [{ project: {} }, 400],
      [{ project: [] }, 400],
      [{ project: null }, 400],
      ['[]', 400],
      ['{', 400],
      [{ project: { name: '' } }, 400],
      [{ project: { name: '  ' } }, 400],
      [{ project: { name: null } }, 400],
      [{ project: { name: ['a'] } }, 400],
      [{ project: { name: 'x'.repeat(65) } }, 400],
      [{ project: { name: 'a\0' } }, 400],
      [{ project: { name: 'a', description: 1 } }, 400],
      [{ project: { name: 'a', description: '\0' } }, 400],
      [{ project: { name: 'a', enabled: 'perhaps' } }, 400],
      [{ project: { name: 'a', enabled: null } }, 400],
      [{ project: { name: 'a', tags: 'a' } }, 400],
      [{ project: { name: 'a', tags: ['a', 'a'] } }, 400],
      [{ project: { name: 'a', tags: ['a,b'] } }, 400],
      [{ project: { name: 'a', options: { other: true } } }, 400],
      [{ project: { name: 'a', options: { immutable: 'yes' } } }, 400],
      [{ project: { name: 'a', domain_id: 'nowhere' } }, 400],
      [{ project: { name: 'a', parent_id: 'nowhere' } }, 400],
      [{ project: { name: 'a', parent_id: '\0' } }, 400],
      [{ project: { name: 'a', domain_id: domain.id, parent_id: 'default' } }, 400],
      [{ project: { name: 'a', parent_id: off.id } }, 400],
      [{ project: { name: 'a', is_domain: true, domain_id: domain.id } }, 400],
      [{ project: { name: 'federated', is_domain: true } }, 400],
      [{ project: { name: 'taken' } }, 409],
      [{ project: { name: 'somewhere', is_domain: true } }, 409],
    ]
    for (const [body, status] of rows)
      assert.equal((await call('POST', '', body)).status, status, JSON.stringify(body).slice(0, 99))
    for (const body of [{ project: null }, { project: [] }, { name: 'x' }])
      assert.equal((await call('PATCH', `/${off.id}`, body)).status, 400, JSON.stringify(body))
    for (const wrong of ['none', 'x'.repeat(3000), '%F0%9F%92%A5', '..%2F..']) {
      assert.equal((await call('GET', `/${wrong}`)).status, 404, wrong)
      assert.equal((await call('PATCH', `/${wrong}`, { project: { name: 'x' } })).status, 404, wrong)
      assert.equal((await call('DELETE', `/${wrong}`)).status, 404, wrong)
      assert.equal((await call('GET', `/${wrong}/tags`)).status, 404, wrong)
    }
    assert.equal((await s.call('POST', '/v3/projects', { body: { project: {} } })).status, 401)
    assert.equal((await s.call('POST', '/v3/projects', { body: { project: { name: 'a' } } })).status, 401)
    assert.equal((await s.call('GET', '/v3/projects')).status, 401)
  })

  test('a tree has a maximum depth, and is disabled and deleted from the leaves up', async () => {
    const ids: string[] = []
    for (let level = 0; level < 5; level++)
      ids.push((await make(`level ${level}`, level === 0 ? {} : { parent_id: ids[level - 1] })).id)
    const [top, , , , leaf] = ids
    const tooDeep = await call('POST', '', { project: { name: 'level 5', parent_id: leaf } })
    assert.equal(tooDeep.status, 403)
    assert.match(tooDeep.body.error.message, /max hierarchy depth/i)
    assert.equal((await call('PATCH', `/${top}`, { project: { enabled: false } })).status, 403)
    assert.equal((await call('DELETE', `/${top}`)).status, 403)
    for (const id of ids.toReversed())
      assert.equal((await call('PATCH', `/${id}`, { project: { enabled: false } })).status, 200)
    assert.equal((await call('PATCH', `/${leaf}`, { project: { enabled: true } })).status, 403)
    for (const id of ids.toReversed()) assert.equal((await call('DELETE', `/${id}`)).status, 204)
  })

  test('the list: filters, tags, domains on request, pages', async () => {
    const domain = await makeDomain('listed')
    const [b, c] = [
      await make('list-b', { domain_id: domain.id, tags: ['x', 'y'] }),
      await make('list-c', { domain_id: domain.id, tags: ['y'], enabled: false }),
    ]
    await make('list-d', { parent_id: b.id, domain_id: domain.id })
    const names = async (search: string) => {
      const { status, body } = await call('GET', `?${search}`)
      assert.equal(status, 200, search)
      return body.projects.map(({ name }: { name: string }) => name).sort()
    }
    const rows: [string, string[]][] = [
      [`domain_id=${domain.id}`, ['list-b', 'list-c', 'list-d']],
      [`parent_id=${domain.id}`, ['list-b', 'list-c']],
      [`parent_id=${b.id}`, ['list-d']],
      ['name=list-b', ['list-b']],
      ['name__istartswith=LIST-&enabled=n', ['list-c']],
      ['name=listed&is_domain=True', ['listed']],
      ['name=listed', []],
      [`is_domain=1&name=listed&parent_id=${domain.id}`, []],
      ['tags=x,y', ['list-b']],
      ['tags-any=x,y', ['list-b', 'list-c']],
      [`not-tags=x,y&domain_id=${domain.id}`, ['list-c', 'list-d']],
      [`not-tags-any=x&domain_id=${domain.id}`, ['list-c', 'list-d']],
      ['tags=y&not-tags-any=x', ['list-c']],
      ['tags=x&tags=y', ['list-b']],
      ['tags-any=x&tags-any=y', ['list-b']],
      [`not-tags-any=x&not-tags-any=z&domain_id=${domain.id}`, ['list-c', 'list-d']],
      ['tags=', []],
      [`tags=y&${'tags=x&'.repeat(90)}`, ['list-b']],
      [`name=${'x'.repeat(5000)}`, []],
    ]
    for (const [search, expected] of rows)
      assert.deepEqual(await names(search), expected, search.slice(0, 60))
    for (const wrong of [
      'enabled=perhaps',
      'is_domain=2',
      'limit=0',
      'limit=x',
      'tags=%00',
      'marker=%00',
      'tags-any=x&'.repeat(9),
      'tags=x&'.repeat(1500),
    ])
      assert.equal((await call('GET', `?${wrong}`)).status, 400, wrong)
    assert.equal((await call('GET', '?marker=none')).status, 404)
    const seen: string[] = []
    for (let url: string | null = `/v3/projects?domain_id=${domain.id}&limit=2`; url !== null; ) {
      const { body } = await s.call('GET', url, { token: s.system })
      seen.push(...body.projects.map(({ id }: { id: string }) => id))
      url = body.links.next === null ? null : body.links.next.replace('http://muster.test', '')
    }
    assert.equal(seen.length, 3)
    assert.ok(seen.includes(b.id) && seen.includes(c.id))
  })

  test('parents and subtree, as lists and as ids', async () => {
    const a = await make('family-a')
    const child = await make('family-b', { parent_id: a.id })
    const leaf = await make('family-c', { parent_id: child.id })
    const second = await make('family-d', { parent_id: a.id })
    const one = async (id: string, search: string) => (await call('GET', `/${id}?${search}`)).body.project
    assert.deepEqual((await one(leaf.id, 'parents_as_ids')).parents, {
      [child.id]: { [a.id]: { default: null } },
    })
    assert.deepEqual((await one(a.id, 'parents_as_ids')).parents, { default: null })
    assert.equal((await one('default', 'parents_as_ids')).parents, null)
    assert.equal((await one(leaf.id, 'subtree_as_ids')).subtree, null)
    const { subtree } = await one(a.id, 'subtree_as_ids=anything')
    assert.deepEqual(subtree, { [child.id]: { [leaf.id]: null }, [second.id]: null })
    const plain = await one(a.id, 'subtree_as_ids=0')
    assert.deepEqual([plain.subtree, plain.parents], [undefined, undefined])
    for (const clash of ['parents_as_list&parents_as_ids', 'subtree_as_ids&subtree_as_list'])
      assert.equal((await call('GET', `/${a.id}?${clash}`)).status, 400)

    const user = await newUser('relative')
    for (const { id } of [child, leaf]) await give(user.id, 'reader', 'project', id)
    const token = await s.signIn(user, { project: { id: child.id } })
    const own = (await s.call('GET', `/v3/projects/${child.id}?parents_as_list&subtree_as_list`, { token }))
      .body.project
    assert.deepEqual([own.parents, own.subtree], [[], [{ project: leaf }]])
  })

  test('tags one by one', async () => {
    const { id } = await make('tagged')
    const put = await call('PUT', `/${id}/tags`, { tags: ['a', ' b '] })
    assert.equal(put.status, 200)
    assert.deepEqual(put.body, {
      tags: ['a', 'b'],
      links: { self: `http://muster.test/v3/projects/${id}/tags` },
    })
    const added = await call('PUT', `/${id}/tags/${encodeURIComponent('grün & 1')}`)
    assert.equal(added.status, 201)
    assert.equal(added.body, undefined)
    assert.equal(added.headers.location, `http://muster.test/v3/projects/${id}/tags/gr%C3%BCn%20%26%201`)
    for (const method of ['GET', 'HEAD'])
      assert.equal((await call(method, `/${id}/tags/gr%C3%BCn%20%26%201`)).status, 204)
    assert.deepEqual((await call('GET', `/${id}/tags`)).body.tags, ['a', 'b', 'grün & 1'])
    const rows: [string, string, number][] = [
      ['PUT', 'a', 400],
      ['PUT', 'a%2Fb', 400],
      ['PUT', 'a,b', 400],
      ['PUT', '%20', 400],
      ['PUT', '%00', 400],
      ['PUT', 'x'.repeat(256), 400],
      ['PUT', 'x'.repeat(255), 201],
      ['GET', 'A', 404],
      ['GET', '%00', 400],
      ['DELETE', 'none', 404],
      ['DELETE', 'a', 204],
      ['DELETE', 'a', 404],
    ]
    for (const [method, tag, status] of rows)
      assert.equal((await call(method, `/${id}/tags/${tag}`)).status, status, `${method} ${tag}`)
    const many = Array.from({ length: 80 }, (_, i) => `t${i}`)
    for (const body of [{}, { tags: 'a' }, { tags: [1] }, { tags: [...many, 'u'] }, { tags: ['a', 'a '] }])
      assert.equal((await call('PUT', `/${id}/tags`, body)).status, 400)
    assert.equal((await call('PUT', `/${id}/tags`, { tags: many })).status, 200)
    assert.equal((await call('PUT', `/${id}/tags/more`)).status, 400)
    await call('PATCH', `/${id}`, { project: { options: { immutable: true } } })
    for (const [method, path] of [
      ['PUT', '/more'],
      ['DELETE', '/t1'],
      ['DELETE', ''],
    ] as const)
      assert.equal((await call(method, `/${id}/tags${path}`)).status, 403)
    await call('PATCH', `/${id}`, { project: { options: { immutable: false } } })
    assert.equal((await call('DELETE', `/${id}/tags`)).status, 204)
    assert.deepEqual((await call('GET', `/${id}`)).body.project.tags, [])
  })

  test('a domain manager manages its own projects and no others; a member sees only its own', async () => {
    const domain = await makeDomain('managed')
    const user = await newUser('manager', domain.id)
    await give(user.id, 'manager', 'domain', domain.id)
    const token = await s.signIn(user, { domain: { id: domain.id } })
    const as = (method: string, path: string, body?: object) =>
      s.call(method, `/v3/projects${path}`, { token, ...(body === undefined ? {} : { body }) })
    const made = await as('POST', '', { project: { name: 'own' } })
    assert.deepEqual([made.status, made.body.project?.domain_id], [201, domain.id])
    const { id } = made.body.project
    const foreign = await make('foreign')
    assert.equal((await as('POST', '', { project: { name: 'x', domain_id: 'default' } })).status, 403)
    assert.equal((await as('POST', '', { project: { name: 'x', is_domain: true } })).status, 403)
    assert.equal((await as('PATCH', `/${id}`, { project: { description: 'd' } })).status, 200)
    assert.equal((await as('PUT', `/${id}/tags/t`)).status, 201)
    for (const path of [`/${foreign.id}`, `/${domain.id}`, '/none']) {
      assert.equal((await as('GET', path)).status, 403, path)
      assert.equal((await as('PATCH', path, { project: { name: 'x' } })).status, 403, path)
      assert.equal((await as('DELETE', path)).status, 403, path)
    }
    const listed = (await as('GET', '?domain_id=default')).body.projects
    assert.deepEqual(listed, [])
    await give(user.id, 'member', 'project', id)
    const member = await s.signIn(user, { project: { id } })
    assert.equal((await s.call('GET', `/v3/projects/${id}`, { token: member })).status, 200)
    assert.equal((await s.call('GET', `/v3/projects/${domain.id}`, { token: member })).status, 403)
    assert.equal((await s.call('GET', '/v3/projects', { token: member })).status, 403)
    assert.equal((await s.call('DELETE', `/v3/projects/${id}`, { token: member })).status, 403)

    assert.equal((await call('PATCH', `/${id}`, { project: { enabled: false } })).status, 200)
    assert.equal((await s.call('GET', `/v3/projects/${id}`, { token: member })).status, 401)
    assert.equal((await as('DELETE', `/${id}`)).status, 204)
  })
})
