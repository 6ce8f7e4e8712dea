import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const path = '/v3/OS-TRUST/trusts'
const password = 'one two three'

onEachDatabase('trusts through Identity v3', (makePlace) => {
  let s: TestServer
  let project: { id: string; name: string }
  let [member, reader] = [{ id: '', name: '' }, { id: '' }]
  let [trustor, trustee] = [
    { id: '', token: '' },
    { id: '', token: '' },
  ]
  before(async () => {
    s = await startTestServer(await makePlace())
    const role = async (name: string) =>
      (await s.call('GET', `/v3/roles?name=${name}`, { token: s.admin })).body.roles[0]
    ;[member, reader] = [await role('member'), await role('reader')]
    const body = { project: { name: 'lent' } }
    project = (await s.call('POST', '/v3/projects', { token: s.admin, body })).body.project
    ;[trustor, trustee] = [await newUser('trustor', true), await newUser('trustee', false)]
  })
  after(() => s.close())

  const newUser = async (name: string, onTheProject: boolean) => {
    const { user } = (
      await s.call('POST', '/v3/users', { token: s.admin, body: { user: { name, password } } })
    ).body
    if (onTheProject)
      await s.call('PUT', `/v3/projects/${project.id}/users/${user.id}/roles/${member.id}`, {
        token: s.admin,
      })
    const scope = onTheProject ? { project: { id: project.id } } : 'unscoped'
    return { id: String(user.id), token: await s.signIn({ id: user.id, password }, scope) }
  }
  const input = () => ({
    trustor_user_id: trustor.id,
    trustee_user_id: trustee.id,
    impersonation: false,
    project_id: project.id,
    roles: [{ id: member.id }] as unknown,
  })
  const create = (more: object = {}, token = trustor.token) =>
    s.call('POST', path, { token, body: { trust: { ...input(), ...more } } })
  const use = (id: string, user: { id: string } = trustee) =>
    s.call('POST', '/v3/auth/tokens', {
      body: {
        auth: {
          identity: { methods: ['password'], password: { user: { id: user.id, password } } },
          scope: { 'OS-TRUST:trust': { id } },
        },
      },
    })
  const at = (url: string, token = trustor.token) => s.call('GET', url, { token })

  test('a trust is returned with all fields, and its roles in full', async () => {
    const answer = await create({
      expires_at: '2999-01-02T03:04:05.678Z',
      remaining_uses: 5,
      purpose: 'x',
      allow_redelegation: null,
    })
    assert.equal(answer.status, 201)
    const { trust } = answer.body
    const self = `http://muster.test${path}/${trust.id}`
    const { roles, ...rest } = trust
    assert.deepEqual(rest, {
      id: trust.id,
      trustor_user_id: trustor.id,
      trustee_user_id: trustee.id,
      impersonation: false,
      project_id: project.id,
      expires_at: '2999-01-02T03:04:05.678000Z',
      remaining_uses: 5,
      redelegation_count: 0,
      redelegated_trust_id: null,
      deleted_at: null,
      purpose: 'x',
      roles_links: { self: `${self}/roles`, next: null, previous: null },
      links: { self },
    })
    assert.deepEqual(roles, [(await at(`/v3/roles/${member.id}`, s.admin)).body.role])
    assert.deepEqual((await at(`${path}/${trust.id}`)).body, answer.body)
    const listed = await at(`${path}/${trust.id}/roles`)
    assert.deepEqual(listed.body, { roles, links: { self: `${self}/roles`, next: null, previous: null } })
    assert.deepEqual((await at(`${path}/${trust.id}/roles/${member.id}`)).body, { role: roles[0] })
    assert.equal((await at(`${path}/${trust.id}/roles/${reader.id}`)).status, 404)
    const { trusts } = (await at(`${path}?trustor_user_id=${trustor.id}`)).body
    const { roles: _, roles_links: __, ...row } = trust
    assert.deepEqual(trusts, [row])
    assert.equal(
      (await s.call('PATCH', `${path}/${trust.id}`, { token: trustor.token, body: { trust: {} } })).status,
      405,
    )
    assert.equal((await s.call('DELETE', `${path}/${trust.id}`, { token: trustor.token })).status, 204)
    assert.equal((await at(`${path}/${trust.id}`)).status, 404)
  })

  test('statuses of invalid requests', async () => {
    const answers: [object, number][] = [
      [{ trustor_user_id: undefined }, 400],
      [{ trustee_user_id: 7 }, 400],
      [{ impersonation: undefined }, 400],
      [{ impersonation: 'true' }, 400],
      [{ project_id: 7 }, 400],
      [{ roles: {} }, 400],
      [{ roles: [{}] }, 400],
      [{ roles: [{ id: member.id, name: 'member' }] }, 400],
      [{ roles: ['member'] }, 400],
      [{ expires_at: '' }, 400],
      [{ expires_at: 'tomorrow' }, 400],
      [{ expires_at: '2999-02-30T00:00:00Z' }, 400],
      [{ expires_at: '2999-01-02T03:04:05+01:00' }, 400],
      [{ expires_at: '2020-01-02T03:04:05Z' }, 400],
      [{ expires_at: 32_503_680_000 }, 400],
      [{ remaining_uses: 0 }, 400],
      [{ remaining_uses: -1 }, 400],
      [{ remaining_uses: 1.5 }, 400],
      [{ remaining_uses: '1' }, 400],
      [{ remaining_uses: 1e300 }, 400],
      [{ remaining_uses: 1, allow_redelegation: true }, 400],
      [{ allow_redelegation: 'yes' }, 400],
      [{ allow_redelegation: true, redelegation_count: -1 }, 400],
      [{ allow_redelegation: true, redelegation_count: 4 }, 403],
      [{ allow_redelegation: true, redelegation_count: 1e300 }, 403],
      [{ roles: [] }, 403],
      [{ roles: undefined }, 403],
      [{ trustor_user_id: trustee.id }, 403],
      [{ trustee_user_id: 'nobody' }, 404],
      [{ project_id: 'nowhere' }, 404],
      [{ roles: [{ name: 'admin' }] }, 404],
      [{ roles: [{ name: 'no such role' }] }, 404],
    ]
    for (const [more, status] of answers)
      assert.equal((await create(more)).status, status, JSON.stringify(more))
    for (const body of [{}, { trust: [] }, { trust: 'x' }, []])
      assert.equal((await s.call('POST', path, { token: trustor.token, body })).status, 400)
    assert.equal((await create({}, s.system)).status, 403)
    assert.equal((await s.call('POST', path, { body: { trust: input() } })).status, 401)
    const once = { expires_at: '2999-01-01T00:00:00' }
    assert.deepEqual([(await create(once)).status, (await create(once)).status], [201, 409])
    for (const id of ['x', '%20', 'f'.repeat(32), 'x'.repeat(2000)])
      for (const token of [s.system, trustee.token])
        for (const tail of ['', '/roles', `/roles/${member.id}`])
          assert.equal((await at(`${path}/${id}${tail}`, token)).status, 404)
  })

  test('read-only fields of a body are ignored', async () => {
    const forged = {
      id: 'a'.repeat(32),
      redelegated_trust_id: 'b'.repeat(32),
      deleted_at: 'now',
      roles_links: 1,
      links: 1,
    }
    const { trust } = (await create(forged)).body
    assert.notEqual(trust.id, forged.id)
    assert.deepEqual([trust.redelegated_trust_id, trust.deleted_at], [null, null])
    assert.equal((await use(trust.id)).status, 201)
  })

  test('a token of a trust contains the trust, and belongs to the trustor with impersonation', async () => {
    for (const impersonation of [false, true]) {
      const { trust } = (await create({ impersonation })).body
      const answer = await use(trust.id)
      assert.equal(answer.status, 201)
      const { token } = answer.body
      assert.equal(token.user.id, impersonation ? trustor.id : trustee.id)
      assert.deepEqual(token['OS-TRUST:trust'], {
        id: trust.id,
        impersonation,
        trustor_user: { id: trustor.id },
        trustee_user: { id: trustee.id },
      })
      assert.deepEqual([token.project.id, 'is_domain' in token], [project.id, false])
      assert.deepEqual(token.roles.map((role: { name: string }) => role.name).sort(), ['member', 'reader'])
      const subject = String(answer.headers['x-subject-token'])
      const shown = await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject })
      assert.deepEqual(shown.body, answer.body)
      const own = await at(`${path}?trustor_user_id=${trustor.id}`, subject)
      assert.equal(own.status, impersonation ? 200 : 403)
      assert.equal((await s.call('DELETE', `${path}/${trust.id}`, { token: trustor.token })).status, 204)
      assert.equal((await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject })).status, 404)
      assert.equal((await at('/v3/auth/projects', subject)).status, 401)
    }
    assert.equal((await use((await create()).body.trust.id, trustor)).status, 403)
    assert.equal((await use('f'.repeat(32))).status, 401)
    assert.equal((await use((await create({ project_id: null, roles: [] })).body.trust.id)).status, 401)
  })

  test('a trust is redelegated with its own token, and every redelegation counts', async () => {
    const third = await newUser('third', false)
    const { trust } = (await create({ allow_redelegation: true, impersonation: true, redelegation_count: 1 }))
      .body
    const token = String((await use(trust.id)).headers['x-subject-token'])
    const next = { trustee_user_id: third.id, impersonation: true }
    const passed = await create(next, token)
    assert.equal(passed.status, 201)
    const {
      redelegated_trust_id: source,
      redelegation_count: left,
      trustor_user_id: from,
    } = passed.body.trust
    assert.deepEqual([source, left, from], [trust.id, 0, trustor.id])
    for (const more of [
      { remaining_uses: 1 },
      { project_id: null, roles: [] },
      { trustor_user_id: third.id },
    ])
      assert.equal((await create({ ...next, ...more }, token)).status, 403, JSON.stringify(more))
    const end = await use(passed.body.trust.id, third)
    const endToken = String(end.headers['x-subject-token'])
    assert.equal((await create({ trustee_user_id: trustee.id }, endToken)).status, 403)
    await s.call('PATCH', `/v3/users/${trustee.id}`, { token: s.admin, body: { user: { enabled: false } } })
    assert.equal((await at('/v3/auth/projects', endToken)).status, 401)
    assert.equal((await use(passed.body.trust.id, third)).status, 401)
    await s.call('PATCH', `/v3/users/${trustee.id}`, { token: s.admin, body: { user: { enabled: true } } })
    trustee = { ...trustee, token: await s.signIn({ id: trustee.id, password }, 'unscoped') }
    assert.equal((await use(passed.body.trust.id, third)).status, 201)
  })

  test('lists are paged by limit and marker, and each has its own permission', async () => {
    const one = await newUser('lister', true)
    const made: string[] = []
    for (let n = 0; n < 3; n++)
      made.push((await create({ trustor_user_id: one.id }, one.token)).body.trust.id)
    made.sort()
    const own = `${path}?trustor_user_id=${one.id}`
    const seen: string[] = []
    for (let url: string | null = `${own}&limit=2`; url; ) {
      const { body }: Called = await at(url.replace('http://muster.test', ''), one.token)
      seen.push(...body.trusts.map((trust: { id: string }) => trust.id))
      url = body.links.next
    }
    assert.deepEqual(seen, made)
    assert.equal((await at(`${own}&marker=unknown`, one.token)).status, 404)
    assert.equal((await at(path, one.token)).status, 403)
    assert.equal((await at(`${path}?trustee_user_id=${trustee.id}`, one.token)).status, 403)
    assert.equal((await at(`${path}?trustor_user_id=${trustor.id}`, one.token)).status, 403)
    const got = (await at(`${path}?trustee_user_id=${trustee.id}`, trustee.token)).body.trusts
    assert.ok(made.every((id) => got.some((trust: { id: string }) => trust.id === id)))
    const everything = (await at(path, s.system)).body.trusts
    assert.ok(everything.length > got.length - 1)
    assert.equal((await at(`${path}?limit=0`, s.system)).status, 400)
    assert.equal((await at(path, '')).status, 401)
  })

  test('the list of revocation events contains trusts, users and tokens, since a given time', async () => {
    const events = '/v3/OS-REVOKE/events'
    const since = new Date(Date.now() - 1000).toISOString()
    const { trust } = (await create()).body
    await s.call('DELETE', `${path}/${trust.id}`, { token: trustor.token })
    const answer = await at(`${events}?since=${since}`, s.admin)
    assert.equal(answer.status, 200)
    const mark = answer.body.events.find(
      (event: Record<string, string>) => event['OS-TRUST:trust_id'] === trust.id,
    )
    assert.deepEqual(Object.keys(mark).sort(), ['OS-TRUST:trust_id', 'issued_before', 'revoked_at'])
    for (const time of [mark.issued_before, mark.revoked_at])
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/)
    assert.deepEqual(answer.body.links, {
      self: `http://muster.test${events}?since=${since}`,
      next: null,
      previous: null,
    })
    const all = (await at(events, s.system)).body.events
    assert.ok(all.length >= answer.body.events.length)
    assert.deepEqual((await at(`${events}?since=2999-01-01T00:00:00`, s.admin)).body.events, [])
    assert.equal((await at(`${events}?since=2999-01-01T00%3A00%3A00%2B02:00`, s.admin)).status, 200)
    for (const bad of ['yesterday', '0', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '9'.repeat(5000)])
      assert.equal((await at(`${events}?since=${bad}`, s.admin)).status, 400, bad.slice(0, 30))
    assert.equal((await at(events)).status, 403)
    assert.equal((await s.call('GET', events)).status, 401)
  })
})
