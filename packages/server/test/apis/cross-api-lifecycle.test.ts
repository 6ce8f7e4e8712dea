import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const email = 'ann@example.com'
const password = 'a long and uncommon phrase'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The user as every API reports it: its status, or not found. */
type Told = Readonly<Record<'arize' | 'geobox' | 'julep' | 'keystone' | 'native' | 'roboto', unknown>>

onEachDatabase('one user, seen through every API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  test('changes of one client are visible to all at once', async () => {
    const domain = await n.newDomain()
    const bearer = { authorization: `Bearer ${domain.secret}` }
    const ask = async (method: string, url: string, more: { body?: unknown; headers?: object } = {}) =>
      s.call(method, url, { ...more, headers: { ...bearer, ...more.headers } })
    const ok = async (answering: Promise<Called>): Promise<Called> => {
      const answer = await answering
      assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`)
      return answer
    }
    const requested = (filter: string) => `/api/v1/users?filter=${encodeURIComponent(filter)}`

    // Invited through Arize.
    const body = {
      name: 'Ann Lee',
      email,
      role: { type: 'predefined', name: 'member' },
      invite_mode: 'email_link',
    }
    const arize = (await ok(ask('POST', '/arize/v2/users', { body }))).body
    const [{ id, number }] = (await ok(ask('GET', requested(`email = '${email}'`)))).body.users
    const formatUuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

    const reported = async (): Promise<Told> => {
      const of = async (answering: Promise<Called>, word: (body: Called['body']) => unknown) => {
        const { status, body: found } = await answering
        return status < 300 ? word(found) : status
      }
      return {
        arize: await of(
          ask('GET', `/arize/v2/users/${encodeURIComponent(arize.id)}`),
          ({ status }) => status,
        ),
        geobox: await of(ask('GET', `/geobox/v1/users/${number}/?f=json`), ({ status }) => status),
        julep: await of(ask('GET', `/julep/api/users/${formatUuid}`), ({ name }) => name),
        keystone: await of(s.call('GET', `/v3/users/${id}`, { token: s.system }), ({ user }) => user.enabled),
        native: await of(ask('GET', `/api/v1/users/${id}`), ({ status }) => status),
        roboto: await of(
          ask('GET', `/roboto/v1/users/id/${encodeURIComponent(email)}`),
          ({ data }) => data.name,
        ),
      }
    }
    const named = { julep: 'Ann Lee', roboto: 'Ann Lee' }
    assert.deepEqual(await reported(), {
      ...named,
      arize: 'invited',
      geobox: 'New',
      keystone: false,
      native: 'invited',
    })

    // Accepted on the page.
    const [mail] = await s.sentEmails()
    const token = /token=([\w%-]+)/.exec(mail?.text ?? '')?.[1] ?? assert.fail('no link')
    const fields = new URLSearchParams({
      token: decodeURIComponent(token),
      password,
      password_again: password,
    })
    await ok(s.call('POST', '/account/invitation', { body: fields.toString(), headers: form }))
    const known = { ...named, arize: 'active', geobox: 'Active', keystone: true, native: 'active' }
    assert.deepEqual(await reported(), known)

    // A role on a project, as `openstack role add` gives it.
    const project = (
      await s.call('POST', '/v3/projects', {
        token: s.system,
        body: { project: { name: 'shared', domain_id: domain.id } },
      })
    ).body.project
    const [member] = (await s.call('GET', '/v3/roles?name=member', { token: s.system })).body.roles
    const grant = `/v3/projects/${project.id}/users/${id}/roles/${member.id}`
    assert.equal((await s.call('PUT', grant, { token: s.system })).status, 204)
    const scoped = await s.signIn({ id, password }, { project: { id: project.id } })
    const orgs = await ok(ask('GET', `/roboto/v1/users/id/${encodeURIComponent(email)}/orgs`))
    assert.deepEqual(
      orgs.body.data.map(({ org_id }: { org_id: string }) => org_id),
      [project.id],
    )

    // Sessions through Geobox: its sign-in and the native one create the same kind of session.
    const session = (await n.call('POST', '/sessions', { body: { email, password, domain_id: domain.id } }))
      .body.secret
    const own = { authorization: `Bearer ${session}` }
    const sessions = await ok(s.call('GET', '/geobox/v1/users/me/sessions/?f=json', { headers: own }))
    assert.equal(sessions.body.length, 1)
    assert.deepEqual((await ok(ask('GET', `/geobox/v1/users/${number}/sessions/?f=json`))).body.length, 1)

    // Found by the native filter.
    const filter = `display_name LIKE 'Ann%' AND status = 'active' AND created_at > DATE('2026-01-01')`
    assert.deepEqual(
      (await ok(ask('GET', requested(filter)))).body.users.map((user: { id: string }) => user.id),
      [id],
    )
    assert.deepEqual(await reported(), known)

    // Deleted through Julep; not found everywhere.
    await ok(ask('DELETE', `/julep/api/users/${formatUuid}`))
    assert.deepEqual(await reported(), {
      arize: 404,
      geobox: 404,
      julep: 404,
      keystone: 404,
      // A domain manager receives the same for unknown users and users of other domains.
      native: 403,
      roboto: 404,
    })
    assert.deepEqual((await ok(ask('GET', requested(filter)))).body.users, [])
    assert.equal((await s.call('GET', '/api/v1/me', { headers: own })).status, 401)
    assert.equal((await s.call('GET', '/geobox/v1/users/me/?f=json', { headers: own })).status, 401)
    const validated = await s.call('GET', '/v3/auth/tokens', { token: s.system, subject: scoped })
    assert.equal(validated.status, 404)
    const again = new URLSearchParams({ username: email, password }).toString()
    assert.equal((await s.call('POST', '/geobox/v1/auth/token/', { body: again, headers: form })).status, 401)
  })
})
