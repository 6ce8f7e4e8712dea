import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { formOf, geoboxPeople } from './apis/geobox-fixture.ts'
import { planOf } from './apis/native-objects.ts'
import { onEachDatabase } from './databases.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

/** Passes a format check, and is outside the calendar. */
const impossible = [
  '2999-12-31T23:59:60Z',
  '2999-02-30T00:00:00Z',
  '2999-01-31T24:00:00Z',
  '2999-01-31T12:00:00Z[Europe/Berlin]',
  '9999-12-31T23:59:59-01:00',
]

onEachDatabase('times sent by clients', (makePlace) => {
  let s: TestServer
  let send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Called>
  let userId: string
  let domainId: string
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace(), {}, { application_credential_user_limit: 100 })
    const people = await geoboxPeople(s)
    const { id, manager } = await people.newDomain()
    domainId = id
    userId = manager.id
    send = (method, path, body, headers = {}) =>
      s.call(method, path, { body, headers: { authorization: `Bearer ${manager.secret}`, ...headers } })
  })
  after(() => s.close())

  /** Each sends the time in the format of one API. */
  const readers: Readonly<Record<string, (time: string) => Promise<Called>>> = {
    'native API key': (time) => send('POST', '/api/v1/api-keys', { name: `k${++count}`, expires_at: time }),
    'native plan of a user': async (time) => {
      const { body } = await send('POST', '/api/v1/plans', planOf(domainId, `p${++count}`))
      return send('PUT', `/api/v1/users/${userId}/plan`, { plan_id: body.id, expires_at: time })
    },
    'native events since': (time) =>
      send('GET', `/api/v1/events?${new URLSearchParams({ since: time, domain_id: domainId })}`),
    'native events until': (time) =>
      send('GET', `/api/v1/events?${new URLSearchParams({ until: time, domain_id: domainId })}`),
    'native filter of users': (time) =>
      send(
        'GET',
        `/api/v1/users?${new URLSearchParams({ domain_id: domainId, filter: `created_at < '${time}'` })}`,
      ),
    'v3 application credential': (time) =>
      s.call('POST', `/v3/users/${adminId}/application_credentials`, {
        token: s.admin,
        body: { application_credential: { name: `c${++count}`, expires_at: time } },
      }),
    'v3 trust': (time) =>
      s.call('POST', '/v3/OS-TRUST/trusts', {
        token: s.admin,
        body: {
          trust: {
            ...{ trustor_user_id: adminId, trustee_user_id: userId, project_id: projectId },
            ...{ impersonation: false, roles: [{ name: 'reader' }], expires_at: time },
          },
        },
      }),
    'v3 users by the expiry of their passwords': (time) =>
      s.call('GET', `/v3/users?${new URLSearchParams({ password_expires_at: `lt:${time}` })}`, {
        token: s.system,
      }),
    'v3 revocation events': (time) =>
      s.call('GET', `/v3/OS-REVOKE/events?${new URLSearchParams({ since: time })}`, { token: s.system }),
    'arize API key': (time) => send('POST', '/arize/v2/api-keys', { name: `a${++count}`, expires_at: time }),
    'geobox API key': (time) => {
      const { body, headers } = formOf({
        ...{ name: `g${++count}`, expiration_mode: 'datetime', expires_at: time },
      })
      return send('POST', '/geobox/v1/apikeys/', body, headers)
    },
    'geobox plan of a user': async (time) => {
      const { body } = await send('POST', '/api/v1/plans', planOf(domainId, `p${++count}`))
      const plan = (await send('GET', `/geobox/v1/plans/?search=p${count}`)).body
      const [{ id }] = Array.isArray(plan) ? plan : [body]
      return send('PUT', `/geobox/v1/users/${await geoboxId()}/`, { plan_id: id, expiration_date: time })
    },
  }
  let adminId: string
  let projectId: string
  before(async () => {
    const { token } = (await s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: s.admin })).body
    adminId = token.user.id
    projectId = token.project.id
  })
  const geoboxId = async () => (await send('GET', '/geobox/v1/users/me/')).body.id

  test('P1: a time outside the calendar is rejected wherever a time is read, and changes nothing', async () => {
    for (const [about, read] of Object.entries(readers)) {
      const good = await read('2999-12-31T23:59:59Z')
      assert.ok(good.status < 300, `${about}: ${good.status} ${JSON.stringify(good.body)}`)
      for (const time of impossible) {
        const { status, body } = await read(time)
        const expected = about.startsWith('geobox') ? 422 : 400
        assert.equal(status, expected, `${about}: ${time}: ${JSON.stringify(body)}`)
      }
    }
    const { api_keys: keys } = (await send('GET', '/api/v1/api-keys?limit=1000')).body
    assert.ok(keys.length >= 3)
    for (const { name, expires_at } of keys) assert.equal(expires_at, '2999-12-31T23:59:59.000Z', name)
  })

  test('P10: an import row whose created_at is outside the calendar is a row error', async () => {
    const made = await send('POST', '/api/v1/imports', { format: 'ndjson', domain_id: domainId })
    const rows = [
      '2020-02-30T00:00:00Z',
      '2020-01-31T24:00:00Z',
      '2016-12-31T23:59:60Z',
      '2020-02-29T00:00:00Z',
    ]
    const text = rows.map((created_at, at) => JSON.stringify({ username: `row${at}`, created_at })).join('\n')
    const headers = { 'content-type': 'application/x-ndjson' }
    const sent = await send('POST', `/api/v1/imports/${made.body.id}/rows`, text, headers)
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    const users = (await send('GET', `/api/v1/users?domain_id=${domainId}&search=row`)).body.users
    assert.deepEqual(
      users.map((user: { username: string; created_at: string }) => [user.username, user.created_at]),
      [['row3', '2020-02-29T00:00:00.000Z']],
      JSON.stringify(sent.body),
    )
  })
})
