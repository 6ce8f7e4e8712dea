import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type AuthorityBase, authorityBase, password } from '../authority-base.ts'
import { onDomain, onProject, onSystem, userActor } from '../builders.ts'
import { onEachDatabase } from '../databases.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

type Headers = Readonly<Record<string, string>>

const inToken = (secret: string): Headers => ({ 'x-auth-token': secret })
const inBearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` })

type User = {
  readonly userId: string
  readonly keyId: string
  readonly session: string
  readonly key: string
}

/** One request at `/v3` and at `/api/v1`. */
type Pair = { readonly v3: Sent; readonly native: Sent }
type Sent = readonly [method: string, path: string, body?: object]
const same = (method: string, path: string): Pair => ({ v3: [method, path], native: [method, path] })
const change = (path: string, noun: string, changes: object): Pair => ({
  v3: ['PATCH', path, { [noun]: changes }],
  native: ['PATCH', path, changes],
})

onEachDatabase('the authority of secrets of sessions and API keys at Identity v3', (makePlace) => {
  let s: TestServer
  let base: AuthorityBase
  /** Secrets of administrators of the system. */
  let session: string
  let key: string
  before(async () => {
    s = await startTestServer(await makePlace())
    base = await authorityBase(s)
    session = base.n.admin
    key = (await base.keyOf(base.owner, 'admin', onSystem)).secret
  })
  after(() => s.close())

  const ask = (headers: Headers, url = '/v3/users', method = 'GET', body?: unknown) =>
    s.call(method, url, { headers, body })
  /** A session of a new user with the role. */
  const sessionWith = async (...given: readonly [role: string, on: ReturnType<typeof onDomain>][]) => {
    const { make, newUser, reading, n, here } = base
    const userId = await newUser()
    for (const [role, on] of given) await make.give(userActor(userId), role, on)
    const { name = '' } = (await reading.users.get(userId)) ?? {}
    return { userId, secret: await n.signIn(name, password, here) }
  }

  test('N21: what a caller may do is the same at both APIs', async () => {
    const { make, roles, here, there, project, keyOf, owner, newUser } = base
    const [userThere, groupHere, roleHere] = [
      await make.user(there),
      await make.group(here),
      await make.role(base.fresh('role')),
    ]
    const userHere = await newUser()
    const callers = {
      'administrator, session': session,
      'administrator, key': (await keyOf(owner, 'admin', onSystem, { unrestricted: false })).secret,
      'reader of the system': (await sessionWith([roles.reader, onSystem])).secret,
      'manager of the domain, session': (await sessionWith([roles.manager, onDomain(here)])).secret,
      'manager of the domain, key': (await keyOf(owner, 'manager', onDomain(here))).secret,
      'reader of the domain, key': (await keyOf(owner, 'reader', onDomain(here))).secret,
      'member of a project, key': (await keyOf(owner, 'member', onProject(project))).secret,
      'no roles': (await sessionWith()).secret,
    }
    const grant = (on: 'project' | 'domain', id: string): Pair => ({
      v3: ['PUT', `/${on}s/${id}/users/${userHere}/roles/${roles.reader}`],
      native: ['PUT', `/users/${userHere}/roles/${roles.reader}?scope=${on}:${id}`],
    })
    const pairs: Readonly<Record<string, Pair>> = {
      'list users of the domain': same('GET', `/users?domain_id=${here}`),
      'read a user of the domain': same('GET', `/users/${userHere}`),
      'read a user of another domain': same('GET', `/users/${userThere}`),
      'change a user': change(`/users/${userHere}`, 'user', { description: 'changed' }),
      'read a group': same('GET', `/groups/${groupHere}`),
      'add a member to a group': {
        v3: ['PUT', `/groups/${groupHere}/users/${userHere}`],
        native: ['PUT', `/groups/${groupHere}/members/${userHere}`],
      },
      'read a domain': same('GET', `/domains/${here}`),
      'change a domain': change(`/domains/${here}`, 'domain', { description: 'changed' }),
      'read a project': same('GET', `/projects/${project}`),
      'change a role': change(`/roles/${roleHere}`, 'role', { description: 'changed' }),
      'grant a role on a project': grant('project', project),
      'grant a role on the domain': grant('domain', here),
    }
    const counts = { allowed: 0, rejected: 0 }
    for (const [who, secret] of Object.entries(callers))
      for (const [what, { v3, native }] of Object.entries(pairs)) {
        const atV3 = await ask(inToken(secret), `/v3${v3[1]}`, v3[0], v3[2])
        const atNative = await ask(inBearer(secret), `/api/v1${native[1]}`, native[0], native[2])
        const why = `${who}, ${what}: ${JSON.stringify([atV3.status, atV3.body, atNative.status, atNative.body])}`
        const statuses = [atV3.status, atNative.status].map((status) => (status < 300 ? 'allowed' : status))
        assert.ok(statuses[0] === statuses[1] && [403, 'allowed'].includes(statuses[0] ?? 0), why)
        counts[statuses[0] === 'allowed' ? 'allowed' : 'rejected']++
      }
    assert.ok(counts.allowed > 30 && counts.rejected > 30, JSON.stringify(counts))
  })

  test('N21: the scope of the caller decides about scopes, catalog and lists', async () => {
    const { make, roles, here, project, owner, keyOf } = base
    const paths = ['/v3/auth/projects', '/v3/auth/domains', '/v3/auth/system', '/v3/auth/catalog']
    const projectKey = (await keyOf(owner, 'member', onProject(project))).secret
    const token = await s.signIn({ id: owner, password }, { project: { id: project } })
    for (const path of paths) {
      const [byKey, byToken] = [await ask(inBearer(projectKey), path), await ask(inToken(token), path)]
      assert.equal(byKey.status, 200, path)
      assert.deepEqual(byKey.body, byToken.body, path)
    }
    const domainKey = (await keyOf(owner, 'manager', onDomain(here))).secret
    const domainToken = await s.signIn({ id: owner, password }, { domain: { id: here } })
    for (const path of [...paths, '/v3/users', '/v3/projects', '/v3/groups']) {
      const [byKey, byToken] = [await ask(inToken(domainKey), path), await ask(inToken(domainToken), path)]
      assert.deepEqual([byKey.status, byKey.body], [byToken.status, byToken.body], path)
    }
    assert.equal((await ask(inToken(domainKey), '/v3/auth/catalog')).status, 403)
    // A session has the widest scope of its user (decision 0003).
    const { userId, secret } = await sessionWith([roles.reader, onDomain(here)])
    assert.equal((await ask(inToken(secret), `/v3/domains/${here}`)).status, 200)
    await make.give(userActor(userId), roles.reader, onSystem)
    assert.equal((await ask(inToken(secret), `/v3/domains/${base.there}`)).status, 200)
  })

  test('N21: a secret validates and revokes tokens as far as the rules allow', async () => {
    const { roles, here, project, owner, keyOf } = base
    const plain = await sessionWith([roles.reader, onDomain(here)])
    const ownToken = await s.signIn({ id: plain.userId, password })
    const foreign = await s.signIn({ id: owner, password }, { project: { id: project } })
    const validate = (headers: Headers, subject: string, method = 'GET', url = '/v3/auth/tokens') =>
      s.call(method, url, { headers, subject })
    const byToken = await validate(inToken(s.system), foreign)
    for (const headers of [inToken(key), inBearer(key), inToken(session)]) {
      const answer = await validate(headers, foreign)
      assert.deepEqual([answer.status, answer.body], [200, byToken.body])
      assert.equal(answer.headers['x-subject-token'], foreign)
    }
    assert.equal((await validate(inToken(plain.secret), ownToken)).status, 200)
    assert.equal((await validate(inToken(plain.secret), ownToken, 'HEAD')).status, 200)
    assert.equal((await validate(inToken(plain.secret), foreign)).status, 403)
    const narrow = (await keyOf(owner, 'reader', onProject(project), { unrestricted: false })).secret
    assert.equal((await validate(inBearer(narrow), ownToken)).status, 403)
    assert.equal((await validate(inBearer(narrow), foreign, 'DELETE')).status, 204, 'of the same user')
    assert.equal((await validate(inToken(key), foreign)).status, 404)
  })

  test('T34, T35, T36: an ended secret is invalid on the next request', async () => {
    const { n, here, roles, newUser, make, keyOf, asItself, reading } = base
    const native = (secret: string, method: string, path: string, body?: unknown) =>
      n.call(method, path, { secret, body })
    const endings: Readonly<Record<string, (user: User) => Promise<Called>>> = {
      'the session is closed': ({ session }) => native(session, 'DELETE', '/sessions/current'),
      'the key is revoked': ({ keyId }) => native(n.admin, 'PATCH', `/api-keys/${keyId}`, { revoked: true }),
      'the key is rotated': ({ keyId, session }) => native(session, 'POST', `/api-keys/${keyId}/rotate`, {}),
      'the key is deleted': ({ keyId }) => native(n.admin, 'DELETE', `/api-keys/${keyId}`),
      'the user is disabled': ({ userId }) =>
        ask(inToken(n.admin), `/v3/users/${userId}`, 'PATCH', { user: { enabled: false } }),
      'the user is deleted': ({ userId }) => ask(inToken(n.admin), `/v3/users/${userId}`, 'DELETE'),
      'the role is revoked': ({ userId }) =>
        ask(inToken(n.admin), `/v3/domains/${here}/users/${userId}/roles/${roles.manager}`, 'DELETE'),
      'the password is changed': ({ userId }) =>
        ask(inToken(n.admin), `/v3/users/${userId}`, 'PATCH', { user: { password: 'another long phrase' } }),
    }
    for (const [cause, end] of Object.entries(endings)) {
      const userId = await newUser()
      await make.give(userActor(userId), roles.manager, onDomain(here))
      const { name = '' } = (await reading.users.get(userId)) ?? {}
      const made = await keyOf(userId, 'manager', onDomain(here), {
        by: asItself(userId, 'manager', onDomain(here)),
      })
      const user = {
        userId,
        keyId: made.key.id,
        key: made.secret,
        session: await n.signIn(name, password, here),
      }
      const statuses = async () => ({
        session: (await ask(inToken(user.session), '/v3/auth/domains')).status,
        key: (await ask(inBearer(user.key), '/v3/auth/domains')).status,
      })
      assert.deepEqual(await statuses(), { session: 200, key: 200 }, cause)
      assert.ok((await end(user)).status < 300, cause)
      const expected = {
        // A session keeps its user without the role; a key without any role is not valid.
        session: /key|role/.test(cause) ? 200 : 401,
        key: /session|password/.test(cause) ? 200 : 401,
      }
      assert.deepEqual(await statuses(), expected, cause)
    }
  })

  test('a request at Identity v3 counts as a use of the session and of the key', async () => {
    const { here, roles, n, keyOf, reading } = base
    const { userId, secret } = await sessionWith([roles.reader, onDomain(here)])
    const made = await keyOf(userId, 'reader', onDomain(here))
    const before = Date.now() - 600_000
    await sql`update sessions set last_seen_at = ${before} where user_id = ${userId}`.execute(
      s.muster.store.db.q,
    )
    assert.equal((await ask(inToken(secret), '/v3/auth/domains')).status, 200)
    assert.equal((await ask(inToken(made.secret), '/v3/auth/domains')).status, 200)
    const { body } = await n.call('GET', `/users/${userId}/sessions`, { secret: n.admin })
    assert.ok(Date.parse(body.sessions[0].last_seen_at) > before + 500_000)
    assert.ok(((await reading.applicationCredentials.get(made.key.id))?.lastUsedAt ?? 0) > before)
  })

  test('an idle session and one past its absolute limit are 401', async () => {
    const { here, roles } = base
    for (const [column, seconds] of [
      ['last_seen_at', 28_800],
      ['created_at', 2_592_000],
    ] as const) {
      const { userId, secret } = await sessionWith([roles.reader, onDomain(here)])
      const at = (age: number) => Date.now() - age * 1000
      const set = (age: number) =>
        sql`update sessions set ${sql.ref(column)} = ${at(age)} where user_id = ${userId}`.execute(
          s.muster.store.db.q,
        )
      await set(seconds + 1)
      assert.equal((await ask(inToken(secret), '/v3/auth/domains')).status, 401, column)
      await set(seconds - 300)
      assert.equal((await ask(inToken(secret), '/v3/auth/domains')).status, 200, column)
    }
  })

  test('events name the user and this API, whatever the user presents', async () => {
    const { owner, n } = base
    const token = await s.signIn({ id: owner, password }, { system: { all: true } })
    for (const headers of [inToken(key), inBearer(key), inToken(token)]) {
      const made = await ask(headers, '/v3/projects', 'POST', { project: { name: base.fresh('logged') } })
      const { body } = await n.call('GET', `/events?subject_id=${made.body.project.id}`, { secret: n.admin })
      const [event] = body.events
      assert.equal(event.kind, 'project.created')
      assert.equal(event.actor_id, owner)
      assert.equal(event.face, 'keystone')
      assert.ok(!JSON.stringify(body).includes(key))
    }
  })
})
