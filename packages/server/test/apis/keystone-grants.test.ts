import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { grants, inheritedGrants } from '@muster/contract/keystone/grants.ts'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('Identity v3: grants', (makePlace) => {
  let s: TestServer
  const it = { domain_id: 'default', user_id: '', group_id: '', project_id: '', role_id: '', local: '' }
  before(async () => {
    s = await startTestServer(await makePlace())
    it.user_id = (await call('POST', '/users', { user: { name: 'u' } })).body.user.id
    it.group_id = (await call('POST', '/groups', { group: { name: 'g' } })).body.group.id
    it.project_id = (await call('POST', '/projects', { project: { name: 'p' } })).body.project.id
    it.role_id = (await call('POST', '/roles', { role: { name: 'r' } })).body.role.id
    it.local = (await call('POST', '/roles', { role: { name: 'r', domain_id: 'default' } })).body.role.id
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: unknown) =>
    s.call(method, `/v3${path}`, { token: s.system, body })
  const status = async (method: string, path: string) => (await call(method, path)).status
  const filled = (path: string, values: Readonly<Record<string, string>> = {}) =>
    path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ({ ...it, ...values })[name as keyof typeof it])

  test('on every path: PUT, GET, HEAD, list, DELETE; an absent grant is 404', async () => {
    const all = Object.values({ ...grants, ...inheritedGrants })
    const paths = [...new Set(all.filter(({ method }) => method === 'PUT').map(({ path }) => path))]
    assert.equal(paths.length, 10)
    for (const path of paths) {
      const list = path.replace('/{role_id}', '')
      const listed = all.some((operation) => operation.path === list)
      const roles = async () => (await call('GET', filled(list))).body.roles
      assert.deepEqual(
        [await status('GET', filled(path)), await status('HEAD', filled(path))],
        [404, 404],
        path,
      )
      if (listed) assert.deepEqual(await roles(), [], path)
      assert.deepEqual(
        [await status('PUT', filled(path)), await status('PUT', filled(path))],
        [204, 204],
        path,
      )
      assert.deepEqual(
        [await status('GET', filled(path)), await status('HEAD', filled(path))],
        [204, 204],
        path,
      )
      if (listed) {
        const { id, name, links, options } = (await roles())[0]
        assert.deepEqual(
          [id, name, options, links.self],
          [it.role_id, 'r', {}, `http://muster.test/v3/roles/${id}`],
        )
        assert.equal(await status('HEAD', filled(list)), 200)
        assert.equal(await status('GET', `${filled(list)}?marker=x`), 404)
      } else assert.equal(await status('GET', filled(list)), 404, path)
      for (const name of path.match(/(?<=\{)\w+/g) ?? [])
        for (const method of ['PUT', 'GET', 'HEAD', 'DELETE']) {
          const missing = await status(method, filled(path, { [name]: 'nothing' }))
          assert.equal(missing, 404, `${method} ${path} without ${name}`)
        }
      assert.equal((await s.call('PUT', `/v3${filled(path)}`)).status, 401)
      assert.deepEqual(
        [await status('DELETE', filled(path)), await status('DELETE', filled(path))],
        [204, 404],
        path,
      )
      assert.equal(await status('POST', filled(path)), 405)
    }
  })

  test('a domain role: 204 on its projects and on domains, 403 on other projects, 400 on the system', async () => {
    const { id: domain } = (await call('POST', '/domains', { domain: { name: 'elsewhere' } })).body.domain
    const { id: foreign } = (await call('POST', '/projects', { project: { name: 'f', domain_id: domain } }))
      .body.project
    const role = it.local
    const user = it.user_id
    const expected: [string, number][] = [
      [`/projects/${it.project_id}/users/${user}/roles/${role}`, 204],
      [`/domains/default/users/${user}/roles/${role}`, 204],
      [`/projects/${foreign}/users/${user}/roles/${role}`, 403],
      [`/OS-INHERIT/projects/${foreign}/groups/${it.group_id}/roles/${role}/inherited_to_projects`, 403],
      [`/system/users/${user}/roles/${role}`, 400],
      [`/system/groups/${it.group_id}/roles/${role}`, 400],
    ]
    for (const [path, answer] of expected) assert.equal(await status('PUT', path), answer, path)
  })

  test('T45: a granted role gives access to a project on the next request, revoking removes it', async () => {
    const { id } = (await call('POST', '/users', { user: { name: 'w', password: 'secret secret' } })).body
      .user
    const project = it.project_id
    const path = `/projects/${project}/users/${id}/roles/${it.role_id}`
    const user = { id, password: 'secret secret' }
    const unscoped = await s.signIn(user)
    const reachable = async (what: string) => {
      const answer = await s.call('GET', `/v3/auth/${what}`, { token: unscoped })
      return answer.body[what].map((one: { id: string }) => one.id)
    }
    assert.deepEqual(await reachable('projects'), [])
    assert.equal(await status('PUT', path), 204)
    assert.deepEqual(await reachable('projects'), [project])
    assert.deepEqual(await reachable('domains'), [])
    const own = await s.call('GET', `/v3/users/${id}/projects?enabled=true&name=p`, { token: unscoped })
    assert.deepEqual(
      [own.status, own.body.projects[0].links.self],
      [200, `http://muster.test/v3/projects/${project}`],
    )
    const token = await s.signIn(user, { project: { id: project } })
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.system, subject: token })).status, 200)
    assert.equal(await status('DELETE', path), 204)
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.system, subject: token })).status, 404)
    assert.equal((await s.call('GET', '/v3/auth/projects', { token })).status, 401)
    assert.equal(await status('PUT', `/domains/default/users/${id}/roles/${it.role_id}`), 204)
    assert.deepEqual(await reachable('domains'), ['default'])
    for (const what of ['projects', 'domains']) {
      assert.equal((await s.call('GET', `/v3/auth/${what}`)).status, 401)
      assert.equal((await s.call('HEAD', `/v3/auth/${what}`, { token: unscoped })).status, 200)
      assert.equal((await s.call('GET', `/v3/auth/${what}?marker=x`, { token: unscoped })).status, 404)
    }
    assert.equal((await s.call('GET', `/v3/users/${it.user_id}/projects`, { token: unscoped })).status, 403)
    assert.equal(await status('GET', '/users/nobody/projects'), 404)
  })
})
