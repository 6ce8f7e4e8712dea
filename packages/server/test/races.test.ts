import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

const n = 20

/** `{201: 1, 409: 19}` */
const tally = (answers: readonly Called[]): Readonly<Record<number, number>> => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

onEachDatabase('concurrent requests', (makePlace) => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await makePlace())
  })
  after(() => s.close())

  const call = (method: string, path: string, body?: object) =>
    s.call(method, `/v3${path}`, { token: s.system, ...(body ? { body } : {}) })
  const atOnce = (ask: (index: number) => Promise<Called>) =>
    Promise.all(Array.from({ length: n }, (_, index) => ask(index)))
  const make = async (noun: string, attributes: object): Promise<string> => {
    const answer = await call('POST', `/${noun}s`, { [noun]: attributes })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body[noun].id
  }
  const events = async (kind: string, about: string) =>
    (await s.muster.store.reading.events.list(0, 10_000)).filter(
      (event) =>
        event.kind === kind && (event.subject.id === about || JSON.stringify(event.detail).includes(about)),
    ).length

  test('one name, many creations: one succeeds, the others are conflicts', async () => {
    const domain = await make('domain', { name: 'of races' })
    const rows: readonly [string, object][] = [
      ['user', { name: 'same' }],
      ['user', { name: 'same', domain_id: domain }],
      ['group', { name: 'same' }],
      ['project', { name: 'same', domain_id: domain }],
      ['role', { name: 'same' }],
      ['role', { name: 'same', domain_id: domain }],
      ['domain', { name: 'same' }],
      ['region', { id: 'same' }],
    ]
    for (const [noun, attributes] of rows) {
      const answers = await atOnce(() => call('POST', `/${noun}s`, { [noun]: attributes }))
      assert.deepEqual(tally(answers), { 201: 1, 409: n - 1 }, `${noun} ${JSON.stringify(attributes)}`)
      const id = answers.find(({ status }) => status === 201)?.body[noun].id
      assert.equal((await call('GET', `/${noun}s/${id}`)).status, 200)
      assert.equal(await events(`${noun}.created`, id), 1)
    }
    const byId = await atOnce((index) =>
      call('POST', '/domains', { domain: { name: `d-${index}`, explicit_domain_id: 'e'.repeat(32) } }),
    )
    assert.deepEqual(tally(byId), { 201: 1, 409: n - 1 })
  })

  test('one name, many renames: one succeeds', async () => {
    const ids: string[] = []
    for (let index = 0; index < n; index++) ids.push(await make('user', { name: `before-${index}` }))
    const answers = await atOnce((index) =>
      call('PATCH', `/users/${ids[index]}`, { user: { name: 'wanted' } }),
    )
    assert.deepEqual(tally(answers), { 200: 1, 409: n - 1 })
    assert.equal((await call('GET', '/users?name=wanted')).body.users.length, 1)
  })

  test('one grant, many times: all succeed, with one grant; of many revocations one succeeds', async () => {
    const [user, group, project] = [
      await make('user', { name: 'granted' }),
      await make('group', { name: 'granted' }),
      await make('project', { name: 'granted' }),
    ]
    const role = await make('role', { name: 'granted' })
    const places = [
      `/projects/${project}/users/${user}/roles`,
      `/domains/default/groups/${group}/roles`,
      `/system/users/${user}/roles`,
    ]
    for (const place of places) {
      const url = `${place}/${role}`
      assert.deepEqual(tally(await atOnce(() => call('PUT', url))), { 204: n }, place)
      assert.equal((await call('GET', place)).body.roles.length, 1, place)
      assert.deepEqual(tally(await atOnce(() => call('DELETE', url))), { 204: 1, 404: n - 1 }, place)
      assert.equal((await call('GET', place)).body.roles.length, 0, place)
    }
    const inherited = `/OS-INHERIT/projects/${project}/users/${user}/roles/${role}/inherited_to_projects`
    assert.deepEqual(tally(await atOnce(() => call('PUT', inherited))), { 204: n })
    assert.deepEqual(tally(await atOnce(() => call('DELETE', inherited))), { 204: 1, 404: n - 1 })
  })

  test('one membership, many times: all succeed, with one membership; of many removals one succeeds', async () => {
    const [user, group] = [await make('user', { name: 'member' }), await make('group', { name: 'members' })]
    const url = `/groups/${group}/users/${user}`
    assert.deepEqual(tally(await atOnce(() => call('PUT', url))), { 204: n })
    assert.equal((await call('GET', `/groups/${group}/users`)).body.users.length, 1)
    assert.deepEqual(tally(await atOnce(() => call('DELETE', url))), { 204: 1, 404: n - 1 })
  })

  test('one implication, many times: one creates it, one deletes it', async () => {
    const [prior, implied] = [await make('role', { name: 'prior' }), await make('role', { name: 'implied' })]
    const url = `/roles/${prior}/implies/${implied}`
    const made = tally(await atOnce(() => call('PUT', url)))
    assert.deepEqual(made, { 201: 1, 409: n - 1 })
    assert.equal((await call('GET', `/roles/${prior}/implies`)).body.role_inference.implies.length, 1)
    assert.deepEqual(tally(await atOnce(() => call('DELETE', url))), { 204: 1, 404: n - 1 })
  })

  test('a concurrently closed cycle of implications is complete, and resolving it terminates', async () => {
    const roles: string[] = []
    for (let index = 0; index < 4; index++) roles.push(await make('role', { name: `circle-${index}` }))
    const next = (index: number) => roles[(index + 1) % roles.length]
    const answers = await Promise.all(
      roles.map((role, index) => call('PUT', `/roles/${role}/implies/${next(index)}`)),
    )
    assert.deepEqual(tally(answers), { 201: roles.length })
    const user = await make('user', { name: 'in circles' })
    assert.equal((await call('PUT', `/domains/default/users/${user}/roles/${roles[0]}`)).status, 204)
    const effective = await call('GET', `/role_assignments?effective&user.id=${user}`)
    const held = effective.body.role_assignments.map(({ role }: { role: { id: string } }) => role.id)
    // The first is implied by the last again: one row for each path.
    assert.deepEqual([...new Set(held)].sort(), roles.toSorted())
  })

  test('one object, many deletions: one deletes it, the others find nothing', async () => {
    const nouns = ['user', 'group', 'project', 'role']
    for (const noun of nouns) {
      const id = await make(noun, { name: 'doomed' })
      const answers = await atOnce(() => call('DELETE', `/${noun}s/${id}`))
      assert.deepEqual(tally(answers), { 204: 1, 404: n - 1 }, noun)
      assert.equal(await events(`${noun}.deleted`, id), 1, noun)
    }
  })

  test('one token, many revocations: it is revoked, and no request fails otherwise', async () => {
    const identity = { methods: ['token'], token: { id: s.system } }
    const exchanged = await s.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity, scope: { system: { all: true } } } },
    })
    const token = String(exchanged.headers['x-subject-token'])
    const answers = await atOnce(() =>
      s.call('DELETE', '/v3/auth/tokens', { token: s.system, subject: token }),
    )
    for (const { status } of answers) assert.ok(status === 204 || status === 404, `${status}`)
    assert.ok(answers.some(({ status }) => status === 204))
    assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.system, subject: token })).status, 404)
    assert.equal((await s.call('GET', '/v3/users', { token })).status, 401)
    assert.equal(
      (await s.call('GET', '/v3/users', { token: s.system })).status,
      200,
      'the root of the chain is valid',
    )
  })

  test('a user deleted while grants are added leaves none of them behind', async () => {
    const [role, group] = [await make('role', { name: 'late' }), await make('group', { name: 'late' })]
    for (let round = 0; round < 5; round++) {
      const user = await make('user', { name: `late-${round}` })
      const [gone, ...input] = await Promise.all([
        call('DELETE', `/users/${user}`),
        call('PUT', `/system/users/${user}/roles/${role}`),
        call('PUT', `/groups/${group}/users/${user}`),
        call('PATCH', `/users/${user}`, { user: { description: 'late' } }),
        call('PUT', `/domains/default/users/${user}/roles/${role}`),
      ])
      assert.equal(gone?.status, 204)
      for (const { status } of input) assert.ok([200, 204, 404].includes(status), `${status}`)
      const { assignments, groups } = s.muster.store.reading
      assert.deepEqual(await assignments.list({ actors: [{ type: 'user', id: user }] }), [])
      assert.deepEqual(await groups.memberIds(group), [])
    }
  })

  test('at most 80 tags under concurrent additions', async () => {
    const tags = Array.from({ length: 75 }, (_, index) => `t-${index}`)
    const project = await make('project', { name: 'tagged', tags })
    const answers = await atOnce((index) => call('PUT', `/projects/${project}/tags/late-${index}`))
    assert.deepEqual(tally(answers), { 201: 5, 400: n - 5 })
    assert.equal((await call('GET', `/projects/${project}/tags`)).body.tags.length, 80)
  })

  test('concurrent changes of one project: each is atomic, and the last state is one of them', async () => {
    const project = await make('project', { name: 'contended' })
    const answers = await atOnce((index) =>
      call('PATCH', `/projects/${project}`, { project: { [`own-${index}`]: index, shared: index } }),
    )
    assert.deepEqual(tally(answers), { 200: n })
    const { body } = await call('GET', `/projects/${project}`)
    for (let index = 0; index < n; index++) assert.equal(body.project[`own-${index}`], index)
    assert.ok(body.project.shared >= 0 && body.project.shared < n)
  })
})
