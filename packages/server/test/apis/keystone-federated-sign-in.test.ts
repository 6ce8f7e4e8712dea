import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import {
  anna,
  attributes,
  authPath,
  behindFrontServer,
  type Federated,
  frontServer,
  frontServerSecret,
  makeProvider,
  rescope,
  rulesOf,
} from '../federation-fixture.ts'
import { readsOf, statementsOf } from '../recorded-statements.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const dashboard = 'https://dashboard.example.org/auth/websso/'
const provider = '/OS-FEDERATION/identity_providers/idp'
const minute = 60_000

const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort()

onEachDatabase('sign-in behind a front server', (makePlace) => {
  const withServer = async (
    work: (s: TestServer, made: Federated) => Promise<void>,
    options: Parameters<typeof makeProvider>[1] & { readonly settings?: Record<string, string> } = {},
  ): Promise<void> => {
    const { settings, ...made } = options
    const s = await startTestServer(await makePlace(), {
      ...behindFrontServer,
      MUSTER_FEDERATION_TRUSTED_DASHBOARDS: dashboard,
      ...settings,
    })
    try {
      await work(s, await makeProvider(s, made))
    } finally {
      await s.close()
    }
  }

  const signIn = (
    s: TestServer,
    user: Readonly<Record<string, string>> = anna,
    path = authPath(),
  ): Promise<Called> => s.call('POST', path, { headers: attributes(user), from: frontServer })

  const tokenOf = async (s: TestServer, user: Readonly<Record<string, string>> = anna): Promise<string> => {
    const answer = await signIn(s, user)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return String(answer.headers['x-subject-token'])
  }
  const validate = (s: TestServer, token: string) =>
    s.call('GET', '/v3/auth/tokens', { token: s.admin, subject: token })
  const statusOf = async (s: TestServer, token: string) => (await validate(s, token)).status
  const userIdOf = async (s: TestServer, token: string): Promise<string> =>
    (await validate(s, token)).body.token.user.id

  for (const format of ['fernet', 'jws'])
    test(`gives a ${format} token with the groups of the user, and the roles of these groups`, () =>
      withServer(
        async (s, { projectId, groupId, domainId }) => {
          const answer = await signIn(s)
          assert.equal(answer.status, 201, JSON.stringify(answer.body))
          const { token } = answer.body
          assert.deepEqual(token.methods, ['mapped'])
          assert.equal(token.user.name, 'anna')
          assert.equal(token.user.domain.id, domainId)
          const unique = createHash('sha256').update(`${domainId}useranna-1`).digest('hex')
          assert.equal(token.user.id, unique)
          assert.deepEqual(token.user['OS-FEDERATION'], {
            groups: [{ id: groupId }],
            identity_provider: { id: 'idp' },
            protocol: { id: 'mapped' },
          })
          assert.equal('password_expires_at' in token.user, false)
          assert.equal('roles' in token, false)
          const unscoped = String(answer.headers['x-subject-token'])
          const scoped = await rescope(s, unscoped, { project: { id: projectId } })
          assert.equal(scoped.status, 201, JSON.stringify(scoped.body))
          assert.deepEqual(names(scoped.body.token.roles), ['member', 'reader'])
          assert.deepEqual(scoped.body.token.user, token.user)
          assert.equal(scoped.body.token.expires_at, token.expires_at)
          const shown = await validate(s, String(scoped.headers['x-subject-token']))
          const sorted = ({ methods, ...rest }: { methods: string[] }) => ({
            ...rest,
            methods: methods.sort(),
          })
          assert.deepEqual(sorted(shown.body.token), sorted(scoped.body.token))
          for (const path of ['/v3/auth/projects', '/v3/OS-FEDERATION/projects'])
            assert.deepEqual(ids((await s.call('GET', path, { token: unscoped })).body.projects), [projectId])
          assert.equal((await rescope(s, unscoped, { system: { all: true } })).status, 403)
          assert.equal((await rescope(s, unscoped, { domain: { id: domainId } })).status, 401)
        },
        { settings: { MUSTER_TOKEN_FORMAT: format } },
      ))

  test('lists and gives the domains on which a group has a role', () =>
    withServer(async (s, { ok, groupId, domainId }) => {
      const [{ id: roleId }] = (await ok('GET', '/roles?name=reader')).roles
      await ok('PUT', `/domains/${domainId}/groups/${groupId}/roles/${roleId}`)
      const token = await tokenOf(s)
      for (const path of ['/v3/auth/domains', '/v3/OS-FEDERATION/domains'])
        assert.deepEqual(ids((await s.call('GET', path, { token })).body.domains), [domainId])
      const scoped = await rescope(s, token, { domain: { id: domainId } })
      assert.equal(scoped.status, 201)
      assert.ok(scoped.body.token.user['OS-FEDERATION'])
      assert.equal(await statusOf(s, String(scoped.headers['x-subject-token'])), 200)
    }))

  test('signs in at /auth/tokens, with a scope, and exchanges a federated token with its method', () =>
    withServer(async (s, { projectId }) => {
      const identity = { methods: ['mapped'], mapped: { identity_provider: 'idp', protocol: 'mapped' } }
      const scope = { project: { id: projectId } }
      const direct = await s.call('POST', '/v3/auth/tokens', {
        body: { auth: { identity, scope } },
        headers: attributes(anna),
        from: frontServer,
      })
      assert.equal(direct.status, 201, JSON.stringify(direct.body))
      assert.deepEqual(names(direct.body.token.roles), ['member', 'reader'])
      const exchange = (id: string) =>
        s.call('POST', '/v3/auth/tokens', {
          body: { auth: { identity: { methods: ['mapped'], mapped: { id } }, scope } },
        })
      const exchanged = await exchange(await tokenOf(s))
      assert.equal(exchanged.status, 201, JSON.stringify(exchanged.body))
      assert.deepEqual(exchanged.body.token.methods, ['mapped'])
      assert.equal((await exchange(s.admin)).status, 401)
      for (const method of ['mapped', 'openid', 'saml2']) {
        const body = { auth: { identity: { methods: [method], [method]: {} } } }
        assert.equal((await s.call('POST', '/v3/auth/tokens', { body })).status, 400)
      }
      // Attributes without the front server are no proof.
      const forged = await s.call('POST', '/v3/auth/tokens', {
        body: { auth: { identity, scope } },
        headers: { ...attributes(anna), 'x-federation-secret': 'guessed' },
        from: frontServer,
      })
      assert.equal(forged.status, 401)
    }))

  test('accepts attributes only from a trusted proxy with the secret', () =>
    withServer(async (s) => {
      const call = (headers: Readonly<Record<string, string>>, from = frontServer) =>
        s.call('POST', authPath(), { headers, from })
      const { 'x-federation-secret': _, ...without } = attributes(anna)
      for (const answer of [
        await call(without),
        await call({ ...without, 'x-federation-secret': '' }),
        await call({ ...without, 'x-federation-secret': `${frontServerSecret}x` }),
        await call(attributes(anna), '192.0.2.1'),
        await call({ ...without, authorization: 'Bearer x.y.z' }),
        await call({ ...without, authorization: `Bearer ${s.admin}` }),
        await call({ 'x-federation-secret': frontServerSecret }),
      ]) {
        assert.equal(answer.status, 401, JSON.stringify(answer.body))
        assert.equal(answer.body.error.title, 'Unauthorized')
      }
      const users = await s.call('GET', '/v3/users?idp_id=idp', { token: s.admin })
      assert.deepEqual(users.body.users, [])
    }))

  test('an attribute that Apache sends as (null), since it is not set, is absent', () =>
    withServer(async (s) => {
      assert.equal((await signIn(s, { ...anna, sub: '(null)' })).status, 401)
    }))

  test('rejects every header without a secret in the settings', () =>
    withServer(
      async (s) => {
        assert.equal((await signIn(s)).status, 401)
      },
      { settings: { MUSTER_FEDERATION_FRONT_SERVER_SECRET: '' } },
    ))

  test('T38: a disabled or unknown provider is rejected, and ends its tokens', () =>
    withServer(async (s, { ok }) => {
      const token = await tokenOf(s)
      assert.equal(await statusOf(s, token), 200)
      await ok('PATCH', provider, { identity_provider: { enabled: false } })
      assert.equal((await signIn(s)).status, 403)
      assert.equal(await statusOf(s, token), 404)
      assert.equal((await rescope(s, token, 'unscoped')).status, 404)
      await ok('PATCH', provider, { identity_provider: { enabled: true } })
      assert.equal(await statusOf(s, token), 200)
      assert.equal((await signIn(s, anna, authPath('saml2'))).status, 404)
      const unknown = '/v3/OS-FEDERATION/identity_providers/other/protocols/mapped/auth'
      assert.equal((await signIn(s, anna, unknown)).status, 404)
      await ok('DELETE', '/OS-FEDERATION/mappings/rules')
      assert.equal((await signIn(s)).status, 403)
    }))

  test('T39: a disabled user or domain is rejected, and nothing of it changes', () =>
    withServer(async (s, { ok, domainId }) => {
      const userId = await userIdOf(s, await tokenOf(s))
      await ok('PATCH', `/users/${userId}`, { user: { enabled: false } })
      const before = (await ok('GET', `/users/${userId}`)).user
      assert.equal((await signIn(s, { ...anna, preferred_username: 'renamed' })).status, 401)
      assert.deepEqual((await ok('GET', `/users/${userId}`)).user, before)
      await ok('PATCH', `/users/${userId}`, { user: { enabled: true } })
      await ok('PATCH', `/domains/${domainId}`, { domain: { enabled: false } })
      assert.equal((await signIn(s)).status, 401)
      assert.equal((await signIn(s, { ...anna, sub: 'bert-2' })).status, 401)
    }))

  test('an assertion of another provider is rejected: the remote id must be one of the provider', () =>
    withServer(
      async (s, { ok }) => {
        const named = (issuer: string) => signIn(s, { ...anna, iss: issuer })
        // Without an attribute there is nothing to compare.
        assert.equal((await named('https://one.example')).status, 403)
        await ok('PATCH', `${provider}/protocols/mapped`, {
          protocol: { mapping_id: 'rules', remote_id_attribute: 'HTTP_OIDC_ISS' },
        })
        assert.equal((await named('https://one.example')).status, 201)
        assert.equal((await named('https://two.example')).status, 201)
        assert.equal((await named('https://three.example')).status, 403)
        assert.equal((await named('https://one.example;https://three.example')).status, 403)
        assert.equal((await signIn(s)).status, 401)
      },
      { provider: { remote_ids: ['https://one.example', 'https://two.example'] } },
    ))

  test('a group that the user leaves at the provider is lost at the next sign-in, also by earlier tokens', () =>
    withServer(async (s, { projectId }) => {
      const before = await tokenOf(s)
      const scoped = String(
        (await rescope(s, before, { project: { id: projectId } })).headers['x-subject-token'],
      )
      assert.equal(await statusOf(s, scoped), 200)
      const after = await tokenOf(s, { ...anna, groups: 'others' })
      assert.deepEqual((await validate(s, after)).body.token.user['OS-FEDERATION'].groups, [])
      assert.equal(await statusOf(s, before), 404)
      assert.equal(await statusOf(s, scoped), 404)
      assert.equal((await rescope(s, after, { project: { id: projectId } })).status, 401)
      // Joining a group ends no token.
      await tokenOf(s)
      assert.equal(await statusOf(s, after), 200)
    }))

  test('without a time limit, nothing outlives the token: no membership, no application credential', () =>
    withServer(async (s, { projectId, groupId, ok }) => {
      const token = await tokenOf(s)
      const userId = await userIdOf(s, token)
      assert.deepEqual((await ok('GET', `/users/${userId}/groups`)).groups, [])
      const scoped = String(
        (await rescope(s, token, { project: { id: projectId } })).headers['x-subject-token'],
      )
      const made = await s.call('POST', `/v3/users/${userId}/application_credentials`, {
        token: scoped,
        body: { application_credential: { name: 'mine' } },
      })
      assert.equal(made.status, 400, JSON.stringify(made.body))
      const { status } = await s.call('HEAD', `/v3/groups/${groupId}/users/${userId}`, { token: s.admin })
      assert.equal(status, 404)
    }))

  test('with a time limit, memberships outlive the token, and can be delegated', () =>
    withServer(
      async (s, { projectId, groupId, ok }) => {
        const token = await tokenOf(s)
        const userId = await userIdOf(s, token)
        const expiry = async () =>
          (await ok('GET', `/users/${userId}/groups`)).groups[0]?.membership_expires_at
        const first = await expiry()
        assert.ok(
          Math.abs(Date.parse(`${first}Z`.replace('ZZ', 'Z')) - (Date.now() + 30 * minute)) < 5000,
          first,
        )
        const isMember = async () =>
          (await s.call('HEAD', `/v3/groups/${groupId}/users/${userId}`, { token: s.admin })).status
        assert.equal(await isMember(), 204)
        assert.deepEqual((await ok('GET', `/groups/${groupId}/users`)).users, [])
        const scoped = String(
          (await rescope(s, token, { project: { id: projectId } })).headers['x-subject-token'],
        )
        const made = await s.call('POST', `/v3/users/${userId}/application_credentials`, {
          token: scoped,
          body: { application_credential: { name: 'mine' } },
        })
        assert.equal(made.status, 201, JSON.stringify(made.body))
        const { id, secret } = made.body.application_credential
        const withCredential = () =>
          s.call('POST', '/v3/auth/tokens', {
            body: {
              auth: {
                identity: { methods: ['application_credential'], application_credential: { id, secret } },
              },
            },
          })
        const ofCredential = await withCredential()
        assert.equal(ofCredential.status, 201, JSON.stringify(ofCredential.body))
        const kept = String(ofCredential.headers['x-subject-token'])
        assert.equal(await statusOf(s, kept), 200)
        // The next sign-in without the group takes the membership, and what depends on it.
        await tokenOf(s, { ...anna, groups: 'others' })
        assert.equal(await isMember(), 404)
        assert.equal(await expiry(), undefined)
        assert.equal(await statusOf(s, kept), 404)
        assert.equal((await withCredential()).status, 401)
      },
      { provider: { authorization_ttl: 30 } },
    ))

  test('the name and the address follow the provider; two users with one name stay two', () =>
    withServer(
      async (s, { ok }) => {
        const user = { sub: 'anna-1', preferred_username: 'anna', email: 'anna@example.org' }
        const userId = await userIdOf(s, await tokenOf(s, user))
        assert.equal((await ok('GET', `/users/${userId}`)).user.email, 'anna@example.org')
        await tokenOf(s, { ...user, preferred_username: 'änne', email: 'new@example.org' })
        const { user: renamed } = await ok('GET', `/users/${userId}`)
        assert.deepEqual([renamed.name, renamed.email], ['änne', 'new@example.org'])
        const other = await userIdOf(
          s,
          await tokenOf(s, { ...user, sub: 'another', preferred_username: 'änne' }),
        )
        assert.notEqual(other, userId)
        assert.equal((await ok('GET', `/users/${other}`)).user.name, other)
        await tokenOf(s, { ...user, preferred_username: 'änne', email: 'new@example.org' })
      },
      {
        rules: [
          {
            local: [{ user: { id: '{0}', name: '{1}', email: '{2}' } }],
            remote: [{ type: 'OIDC-sub' }, { type: 'OIDC-preferred_username' }, { type: 'OIDC-email' }],
          },
        ],
      },
    ))

  test('T53: the same id at two providers of one domain is two users', () =>
    withServer(async (s, { ok, domainId }) => {
      const first = await userIdOf(s, await tokenOf(s))
      await ok('PUT', '/OS-FEDERATION/identity_providers/second', {
        identity_provider: { domain_id: domainId, enabled: true },
      })
      await ok('PUT', '/OS-FEDERATION/identity_providers/second/protocols/mapped', {
        protocol: { mapping_id: 'rules' },
      })
      const path = '/v3/OS-FEDERATION/identity_providers/second/protocols/mapped/auth'
      const answer = await signIn(s, anna, path)
      assert.equal(answer.status, 201)
      assert.notEqual(answer.body.token.user.id, first)
    }))

  test('T54, T55: the name and the address of an existing user give no access to it', () =>
    withServer(
      async (s, { ok, domainId }) => {
        const { user } = await ok('POST', '/users', {
          user: { name: 'anna', domain_id: domainId, email: 'anna@example.org' },
        })
        const token = await tokenOf(s, { ...anna, email: 'anna@example.org' })
        assert.notEqual(await userIdOf(s, token), user.id)
        assert.equal((await ok('GET', `/users/${user.id}`)).user.federated, undefined)
      },
      {
        rules: [
          {
            local: [{ user: { id: '{0}', name: '{1}', email: '{2}' } }],
            remote: [{ type: 'OIDC-sub' }, { type: 'OIDC-preferred_username' }, { type: 'OIDC-email' }],
          },
        ],
      },
    ))

  test('a mapping of the type local signs in an existing user, with a token like any other', () =>
    withServer(
      async (s, { ok }) => {
        const { user } = await ok('POST', '/users', { user: { name: 'local-anna', domain_id: 'default' } })
        const answer = await signIn(s, { preferred_username: 'local-anna' })
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        assert.equal(answer.body.token.user.id, user.id)
        assert.equal(answer.body.token.user['OS-FEDERATION'], undefined)
        assert.equal((await signIn(s, { preferred_username: 'unknown' })).status, 401)
        await ok('PATCH', `/users/${user.id}`, { user: { enabled: false } })
        assert.equal((await signIn(s, { preferred_username: 'local-anna' })).status, 401)
      },
      {
        rules: [
          {
            local: [{ user: { name: '{0}', type: 'local', domain: { id: 'default' } } }],
            remote: [{ type: 'OIDC-preferred_username' }],
          },
        ],
      },
    ))

  test('hundreds of groups of an assertion are looked up with one statement, as names are compared', () =>
    withServer(async (s, { ok, domainId, groupId }) => {
      const { id } = (await ok('POST', '/groups', { group: { name: 'Ärzte', domain_id: domainId } })).group
      const others = Array.from({ length: 400 }, (_, at) => `other-${at}`)
      const user = { ...anna, groups: ['DEVELOPERS', 'developers', ...others].join(';') }
      await tokenOf(s, user)
      let token = ''
      const statements = await statementsOf(async () => {
        token = await tokenOf(s, user)
      })
      assert.equal(readsOf('unique_names', statements), 1, statements.join('\n'))
      const groupsOf = async (of: string) =>
        ids((await validate(s, of)).body.token.user['OS-FEDERATION'].groups)
      assert.deepEqual(await groupsOf(token), [groupId])
      const utf8 = Buffer.from('äRZTE').toString('latin1')
      assert.deepEqual(await groupsOf(await tokenOf(s, { ...anna, groups: utf8 })), [id])
    }))

  test('an attribute is read completely or not at all: an excluded group cannot hide behind many others', () =>
    withServer(
      async (s) => {
        const groups = (count: number, last: string) => [...new Array(count).fill('g'), last].join(';')
        const statusWith = async (value: string) => (await signIn(s, { ...anna, groups: value })).status
        assert.equal(await statusWith(groups(999, 'staff')), 201)
        assert.equal(await statusWith(groups(999, 'banned')), 401)
        assert.equal(await statusWith(groups(1000, 'banned')), 401)
        assert.equal(await statusWith(`staff;banned-${'x'.repeat(5000)}`), 401)
      },
      {
        rules: [
          {
            local: [{ user: { id: '{0}' } }],
            remote: [{ type: 'OIDC-sub' }, { type: 'OIDC-groups', not_any_of: ['^banned'], regex: true }],
          },
        ],
      },
    ))

  test('projects of a mapping are created once, with the roles that it names', () =>
    withServer(
      async (s, { ok, domainId }) => {
        const token = await tokenOf(s)
        const projects = (await s.call('GET', '/v3/auth/projects', { token })).body.projects
        assert.deepEqual(
          projects.map(({ name, domain_id }: { name: string; domain_id: string }) => [name, domain_id]),
          [['Development for anna', domainId]],
        )
        const scoped = await rescope(s, await tokenOf(s), { project: { id: projects[0].id } })
        assert.deepEqual(names(scoped.body.token.roles), ['member', 'reader'])
        await ok('PUT', '/OS-FEDERATION/mappings/unknown-role', {
          mapping: { rules: projectRules('role-that-is-not') },
        })
        await ok('PATCH', `${provider}/protocols/mapped`, { protocol: { mapping_id: 'unknown-role' } })
        assert.equal((await signIn(s, { ...anna, preferred_username: 'bert', sub: 'bert' })).status, 404)
        assert.deepEqual((await ok('GET', '/projects?name=Development for bert')).projects, [])
      },
      { rules: projectRules('member') },
    ))

  test('deleting a protocol or a provider deletes the users who signed in with it only', () =>
    withServer(async (s, { ok, domainId }) => {
      const token = await tokenOf(s)
      const userId = await userIdOf(s, token)
      const linked = (
        await ok('POST', '/users', {
          user: {
            name: 'linked',
            domain_id: domainId,
            federated: [{ idp_id: 'idp', protocols: [{ protocol_id: 'mapped', unique_id: 'linked-1' }] }],
          },
        })
      ).user.id
      const ofLinked = await tokenOf(s, { ...anna, sub: 'linked-1' })
      assert.equal(await userIdOf(s, ofLinked), linked)
      await ok('DELETE', `${provider}/protocols/mapped`)
      for (const one of [token, ofLinked]) assert.equal(await statusOf(s, one), 404)
      assert.equal((await s.call('GET', `/v3/users/${userId}`, { token: s.admin })).status, 404)
      assert.equal((await ok('GET', `/users/${linked}`)).user.federated, undefined)
      await ok('PUT', `${provider}/protocols/mapped`, { protocol: { mapping_id: 'rules' } })
      // The id of the deleted user is not given to the new one.
      const again = await userIdOf(s, await tokenOf(s))
      assert.notEqual(again, userId)
      await ok('DELETE', provider)
      assert.equal((await s.call('GET', `/v3/users/${again}`, { token: s.admin })).status, 404)
      await ok('GET', `/domains/${domainId}`)
    }))

  test('users are linked, listed by their links, and unlinked', () =>
    withServer(async (s, { ok, domainId }) => {
      const link = (unique_id: string, protocol_id = 'mapped', idp_id = 'idp') => ({
        federated: [{ idp_id, protocols: [{ protocol_id, unique_id }] }],
      })
      const { user } = await ok('POST', '/users', {
        user: { name: 'one', domain_id: domainId, ...link('one-1') },
      })
      assert.deepEqual(user.federated, link('one-1').federated)
      assert.deepEqual((await ok('GET', `/users/${user.id}`)).user.federated, link('one-1').federated)
      const { user: two } = await ok('POST', '/users', { user: { name: 'two', domain_id: domainId } })
      const found = async (query: string) => ids((await ok('GET', `/users?${query}`)).users)
      assert.deepEqual(await found('idp_id=idp'), [user.id])
      assert.deepEqual(await found('protocol_id=mapped&name=one'), [user.id])
      assert.deepEqual(await found('unique_id=one-1'), [user.id])
      assert.deepEqual(await found('unique_id=none'), [])
      assert.deepEqual(await found('idp_id=idp&name=two'), [])
      const patch = (id: string, attributes: object) =>
        s.call('PATCH', `/v3/users/${id}`, { token: s.admin, body: { user: attributes } })
      assert.equal((await patch(two.id, link('one-1'))).status, 409)
      assert.equal((await patch(two.id, link('x', 'mapped', 'unknown'))).status, 400)
      assert.equal((await patch(two.id, link('x', 'saml2'))).status, 400)
      assert.equal((await patch(two.id, { federated: [] })).status, 200)
      const token = await tokenOf(s, { ...anna, sub: 'one-1' })
      assert.equal(await userIdOf(s, token), user.id)
      assert.deepEqual((await patch(user.id, link('one-2'))).body.user.federated, link('one-2').federated)
      assert.equal(await statusOf(s, token), 404)
      assert.notEqual(await userIdOf(s, await tokenOf(s, { ...anna, sub: 'one-1' })), user.id)
    }))

  test('T55: a manager of a domain cannot link its users, or it would acquire the groups of those who sign in', () =>
    withServer(
      async (s, { ok }) => {
        const { id } = (await ok('POST', '/domains', { domain: { name: 'managed' } })).domain
        const password = 'a password of the manager'
        const { user: manager } = await ok('POST', '/users', {
          user: { name: 'manager', domain_id: id, password },
        })
        const [{ id: roleId }] = (await ok('GET', '/roles?name=manager')).roles
        await ok('PUT', `/domains/${id}/users/${manager.id}/roles/${roleId}`)
        const signedIn = await s.call('POST', '/v3/auth/tokens', {
          body: {
            auth: {
              identity: { methods: ['password'], password: { user: { id: manager.id, password } } },
              scope: { domain: { id } },
            },
          },
        })
        const token = String(signedIn.headers['x-subject-token'])
        const write = (method: string, path: string, user: object) =>
          s.call(method, `/v3${path}`, { token, body: { user } })
        const link = (unique_id: string, idp_id = 'idp') => ({
          federated: [{ idp_id, protocols: [{ protocol_id: 'mapped', unique_id }] }],
        })
        const trap = { name: 'trap', domain_id: id, password }
        for (const provider of ['idp', 'unknown'])
          assert.equal((await write('POST', '/users', { ...trap, ...link('anna-1', provider) })).status, 403)
        const { body } = await write('POST', '/users', trap)
        const path = `/users/${body.user.id}`
        for (const provider of ['idp', 'unknown'])
          assert.equal((await write('PATCH', path, link('anna-1', provider))).status, 403)
        assert.notEqual(await userIdOf(s, await tokenOf(s)), body.user.id)
        await ok('PATCH', path, { user: link('linked-1') })
        const withLink = await s.call('GET', `/v3${path}`, { token })
        const { federated } = withLink.body.user
        assert.deepEqual(federated, link('linked-1').federated)
        assert.equal((await write('PATCH', path, { description: 'x', federated })).status, 200)
        assert.equal((await write('PATCH', path, link('linked-2'))).status, 403)
        assert.deepEqual((await ok('GET', path)).user.federated, federated)
      },
      { provider: { authorization_ttl: 30 } },
    ))

  test('T13: an exchange keeps the expiry, and a trust of a federated user has its stored roles only', () =>
    withServer(async (s, { ok, projectId }) => {
      const token = await tokenOf(s)
      const { body } = await validate(s, token)
      const scoped = await rescope(s, token, { project: { id: projectId } })
      assert.equal(scoped.body.token.expires_at, body.token.expires_at)
      const [{ id: roleId }] = (await ok('GET', '/roles?name=member')).roles
      const { user } = await ok('POST', '/users', { user: { name: 'trustee', domain_id: 'default' } })
      const trust = await s.call('POST', '/v3/OS-TRUST/trusts', {
        token: String(scoped.headers['x-subject-token']),
        body: {
          trust: {
            trustor_user_id: body.token.user.id,
            trustee_user_id: user.id,
            project_id: projectId,
            impersonation: false,
            roles: [{ id: roleId }],
          },
        },
      })
      assert.equal(trust.status, 404, JSON.stringify(trust.body))
    }))

  test('web single sign-on posts the token to exactly the trusted dashboard', () =>
    withServer(
      async (s) => {
        const paths = [
          '/v3/auth/OS-FEDERATION/websso/mapped',
          '/v3/auth/OS-FEDERATION/identity_providers/idp/protocols/mapped/websso',
        ]
        for (const path of paths)
          for (const method of ['GET', 'POST']) {
            const call = (query: string, headers = attributes({ ...anna, iss: 'https://one.example' })) =>
              s.call(method, `${path}${query}`, { headers, from: frontServer })
            const page = await call(`?origin=${encodeURIComponent(dashboard)}`)
            assert.equal(page.status, 200, JSON.stringify(page.body))
            const [, token = ''] = /name="token" value="([^"]+)"/.exec(page.body) ?? []
            assert.equal(await statusOf(s, token), 200)
            assert.ok(page.body.includes(`<form method="post" action="${dashboard}">`))
            const [, script = ''] = /<script>(.*)<\/script>/.exec(page.body) ?? []
            const hash = createHash('sha256').update(script).digest('base64')
            assert.equal(
              page.headers['content-security-policy'],
              `default-src 'none'; script-src 'sha256-${hash}'; form-action ${dashboard}; frame-ancestors 'none'; base-uri 'none'`,
            )
            assert.equal(page.headers['cache-control'], 'no-store')
            assert.equal((await call('')).status, 400)
            for (const origin of [
              `${dashboard}x`,
              dashboard.slice(0, -1),
              'https://dashboard.example.org',
              'https://dashboard.example.org.evil.example/auth/websso/',
              'javascript:alert(1)',
              `${dashboard}"><script>`,
            ])
              assert.equal((await call(`?origin=${encodeURIComponent(origin)}`)).status, 401, origin)
            const forged = await call(`?origin=${encodeURIComponent(dashboard)}`, {
              'x-federation-secret': 'x',
            })
            assert.equal(forged.status, 401)
          }
      },
      {
        provider: { remote_ids: ['https://one.example'] },
        settings: { MUSTER_FEDERATION_REMOTE_ID_ATTRIBUTE: 'OIDC-iss' },
      },
    ))

  test('a mapping with attributes as WSGI names them works unmodified', () =>
    withServer(async (s, { ok, domainId }) => {
      await ok('PATCH', '/OS-FEDERATION/mappings/rules', {
        mapping: { rules: rulesOf(domainId, 'HTTP_OIDC_').map((rule) => JSON.parse(JSON.stringify(rule))) },
      })
      const answer = await signIn(s)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      assert.equal(answer.body.token.user['OS-FEDERATION'].groups.length, 1)
    }, {}))
})

const projectRules = (role: string) => [
  {
    local: [
      { user: { id: '{0}', name: '{1}' } },
      { projects: [{ name: 'Development for {1}', roles: [{ name: role }] }] },
    ],
    remote: [{ type: 'OIDC-sub' }, { type: 'OIDC-preferred_username' }],
  },
]
