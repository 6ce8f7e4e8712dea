import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { type ImportFromKeystone, importFromKeystone } from '../src/composition/import-from-keystone.ts'
import { loadConfig } from '../src/config/load-config.ts'
import type { ImportReport } from '../src/core/accounts/keystone-import/report.ts'
import { parseFernetKey, sealFernet } from '../src/crypto/fernet.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { entries, ldapOptions } from './directory-entries.ts'
import { signedRequest } from './ec2-client.ts'
import { eventLogSettled } from './event-log-settled.ts'
import { attributes, authPath, behindFrontServer, frontServer } from './federation-fixture.ts'
import {
  configRows,
  directory,
  ec2Key,
  entryId,
  everyNoun,
  type Keystone,
  makeKeystone,
  rulesText,
  sealedBlob,
  trustIds,
  userRows,
} from './keystone-fixture.ts'
import { type LdapServer, startLdapServer } from './ldap-server.ts'
import { signedHeader } from './oauth1-client.ts'
import { adminPassword, startTestServer, type TestServer } from './test-server.ts'

type Options = Partial<ImportFromKeystone>

onEachDatabase('import from Keystone', (makePlace) => {
  let place: Place
  let s: TestServer
  let keystone: Keystone

  const open = async () => {
    place = await makePlace()
    s = await startTestServer(place, {
      ...behindFrontServer,
      MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8',
    })
    keystone = await makeKeystone(place.name, place.environment['MUSTER_DATABASE_URL'])
  }
  const close = async () => {
    await keystone.remove()
    await s.close()
  }
  const fill = async (ldapUrl?: string) => {
    for (const rows of everyNoun((blob) => sealedBlob(keystone.credentialKey, blob), ldapUrl))
      await keystone.insert(rows)
  }
  const run = (options: Options = {}): Promise<ImportReport> =>
    importFromKeystone(
      s.muster,
      loadConfig({ ...place.environment, MUSTER_PUBLIC_URL: 'http://muster.test' }),
      {
        url: keystone.url,
        fernetKeys: keystone.fernetKeys,
        credentialKeys: keystone.credentialKeys,
        allowUnknownSchema: false,
        dryRun: false,
        allowRemovals: false,
        ...options,
      },
    )
  const sum = (report: ImportReport, of: 'created' | 'updated' | 'removed' | 'failed') =>
    report.nouns.reduce((total, counts) => total + counts[of], 0)
  const admin = async () => {
    const user = { name: 'admin', domain: { id: 'default' }, password: 'password of ada' }
    return s.signIn(user, { system: { all: true } })
  }
  /** The body of a successful GET as the administrator that Keystone brought. */
  const shown = async (path: string, token?: string) => {
    const { status, body } = await s.call('GET', `/v3${path}`, { token: token ?? (await admin()) })
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
    return body
  }
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort()
  const reasonsOf = ({ problems }: ImportReport) =>
    Object.fromEntries(problems.map(({ table, id, reason }) => [`${table} ${id}`, reason]))

  describe('of every noun', () => {
    let report: ImportReport
    before(async () => {
      await open()
      await fill()
      report = await run()
    })
    after(close)

    test('brings every row, and says what it merged and what it left', () => {
      assert.deepEqual(report.problems, [])
      assert.ok(report.nouns.every(({ rows, created }) => rows > 0 && created === rows))
      assert.deepEqual(
        report.left.map(({ table, rows }) => [table, rows]),
        [['request_token', 1]],
      )
      assert.equal(report.merged.length, 6)
      assert.match(report.releases, /Zed/)
    })

    test('domains and projects have their ids, trees, tags, options and attributes', async () => {
      const { domains } = await shown('/domains')
      assert.deepEqual(names(domains), ['Default', 'directory', 'second'])
      assert.equal(domains.find(({ id }: { id: string }) => id === 'd2').note, 'kept')
      const { project } = await shown('/projects/p-engines')
      assert.deepEqual(
        [project.name, project.description, project.cost, project.options, project.tags.sort()],
        ['engines', 'Ünïcode', 7, { immutable: true }, ['brass', 'steam']],
      )
      assert.equal((await shown('/projects/p-child')).project.parent_id, 'p-engines')
      assert.deepEqual(names((await shown('/projects?tags=steam')).projects), ['engines'])
    })

    test('users have their attributes, options and kinds', async () => {
      const { user } = await shown('/users/u-ada')
      assert.deepEqual(
        [user.name, user.email, user.description, user.phone, user.default_project_id],
        ['ada', 'ada@example.org', 'An engineer', '+49 1', 'p-engines'],
      )
      assert.deepEqual(user.options, { ignore_password_expiry: true })
      assert.deepEqual((await shown('/users/u-kay')).user.options, {
        multi_factor_auth_rules: [['password'], ['password', 'totp']],
      })
      assert.match(user.password_expires_at, /^2999-01-02T03:04:05/)
      const { users } = await shown('/users?domain_id=d2')
      assert.deepEqual(names(users), ['Of another server', 'disabled', 'of the directory'])
      assert.equal(users.find(({ id }: { id: string }) => id === 'u-disabled').enabled, false)
    })

    test('passwords of every form sign in, and an older one counts for the history only', async () => {
      const at = { domain: { id: 'default' } }
      for (const name of ['ada', 'grace', 'kay'])
        await s.signIn({ ...at, name, password: `password of ${name}` })
      const older = { ...at, name: 'ada', password: 'older password of ada' }
      await assert.rejects(s.signIn(older), /401/)
      const rows = await s.muster.store.db.q
        .selectFrom('passwords')
        .select(['hash', 'self_service'])
        .where('user_id', '=', 'u-ada')
        .orderBy('sequence')
        .execute()
      assert.deepEqual(
        rows.map(({ self_service }) => self_service),
        [0, 1],
      )
    })

    test('the administrator of Keystone replaces the one of Muster', async () => {
      const own = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
      await assert.rejects(s.signIn(own), /401/)
      assert.deepEqual(names((await shown('/users?name=admin')).users), ['admin'])
      assert.deepEqual(names((await shown('/projects?name=admin')).projects), ['admin'])
    })

    test('roles, implications and all kinds of assignments', async () => {
      const { roles } = await shown('/roles')
      // Muster's own roles that Keystone lacks stay.
      assert.deepEqual(names(roles), ['admin', 'manager', 'member', 'pilot', 'reader', 'service'])
      assert.equal(roles.find(({ name }: { name: string }) => name === 'member').id, 'r-member')
      assert.deepEqual(names((await shown('/roles?domain_id=d2')).roles), ['boss'])
      assert.deepEqual(
        (await shown('/roles/r-admin/implies')).role_inference.implies.map(({ id }: { id: string }) => id),
        ['r-member'],
      )
      const { role_assignments: given } = await shown('/role_assignments')
      assert.equal(given.length, 9)
      assert.equal(given.filter(({ scope }: { scope: object }) => 'system' in scope).length, 2)
      assert.equal(
        given.filter(({ scope }: { scope: object }) => 'OS-INHERIT:inherited_to' in scope).length,
        2,
      )
      assert.deepEqual(names((await shown('/groups/g-crew/users')).users), ['ada'])
    })

    test('the catalog, its filter, limits and policies', async () => {
      const ids = async (path: string, member: string) =>
        (await shown(path))[member].map(({ id }: { id: string }) => id).sort()
      assert.deepEqual(await ids('/services', 'services'), ['s-identity', 's-nova'])
      assert.deepEqual(await ids('/endpoints', 'endpoints'), ['e-identity', 'e-nova'])
      assert.equal((await shown('/regions/a-below')).region.parent_region_id, 'north')
      assert.equal((await shown('/services/s-nova')).service.description, 'computes')
      assert.deepEqual(await ids('/OS-EP-FILTER/projects/p-child/endpoints', 'endpoints'), ['e-nova'])
      assert.deepEqual(await ids('/OS-EP-FILTER/projects/p-engines/endpoint_groups', 'endpoint_groups'), [
        'eg',
      ])
      assert.deepEqual(await ids('/registered_limits', 'registered_limits'), ['rl'])
      const { limits } = await shown('/limits')
      assert.deepEqual(
        limits.map((limit: Record<string, unknown>) => [
          limit['id'],
          limit['project_id'],
          limit['domain_id'],
        ]),
        [
          ['l1', 'p-engines', null],
          ['l2', null, 'd2'],
        ],
      )
      assert.equal((await shown('/policies/pol')).policy.blob, 'the rules')
      assert.deepEqual(await ids('/policies/pol/OS-ENDPOINT-POLICY/endpoints', 'endpoints'), ['e-nova'])
    })

    test('application credentials, trusts, EC2 keys and OAuth access tokens authenticate', async () => {
      const methods = (identity: object, scope?: object) => ({
        auth: { identity, ...(scope ? { scope } : {}) },
      })
      const post = async (body: object, headers: Record<string, string> = {}) =>
        (await s.call('POST', '/v3/auth/tokens', { body, headers })).body
      const secret = 'secret of the credential'
      const { token } = await post(
        methods({ methods: ['application_credential'], application_credential: { id: 'ac', secret } }),
      )
      assert.deepEqual([token.user.id, token.project.id], ['u-ada', 'p-engines'])
      assert.deepEqual(token.application_credential.access_rules, [
        { id: 'ar', path: '/v2.1/servers', method: 'GET', service: 'compute' },
      ])
      const grace = { name: 'grace', domain: { id: 'default' }, password: 'password of grace' }
      const trusted = await post(
        methods(
          { methods: ['password'], password: { user: grace } },
          { 'OS-TRUST:trust': { id: trustIds.trust } },
        ),
      )
      assert.equal(trusted.token.user.id, 'u-ada')
      assert.equal((await shown('/OS-TRUST/trusts')).trusts.length, 2)
      const signed = { credentials: signedRequest(ec2Key, Date.now()) }
      const ec2 = await s.call('POST', '/v3/ec2tokens', { token: await admin(), body: signed })
      assert.equal(ec2.body.token.user.id, 'u-ada')
      const authorization = signedHeader({
        consumer: { id: 'consumer', secret: 'shared secret' },
        token: { id: 'access', secret: 'token secret' },
        address: 'http://muster.test/v3/auth/tokens',
      })
      const oauth = await post(methods({ methods: ['oauth1'], oauth1: {} }), { authorization })
      assert.equal(oauth.token['OS-OAUTH1'].access_token_id, 'access')
      assert.deepEqual(
        (await shown('/credentials')).credentials.map(({ type }: { type: string }) => type).sort(),
        ['cert', 'ec2'],
      )
    })

    test('the Fernet keys are those of Keystone', async () => {
      // Version 1: unscoped; the user's id as text, the method, the expiry and one audit id.
      const token = await s.signIn({ name: 'kay', domain: { id: 'default' }, password: 'password of kay' })
      const key = parseFernetKey(keystone.tokenKey)
      const { openFernet } = await import('../src/crypto/fernet.ts')
      const opened = openFernet([key], token)
      assert.ok(opened)
      const again = sealFernet(key, opened.plain, opened.issuedAt)
      const { status } = await s.call('GET', '/v3/auth/tokens', { token: await admin(), subject: again })
      assert.equal(status, 200)
    })

    test('revocation events and failed sign-ins come', async () => {
      const { events } = await shown('/OS-REVOKE/events')
      assert.ok(events.some((event: Record<string, unknown>) => event['user_id'] === 'u-kay'))
      assert.equal((await s.muster.store.reading.lockouts.get('u-ada'))?.count, 2)
    })

    test('identity providers, their protocols, mappings and service providers', async () => {
      const { identity_provider: provider } = await shown('/OS-FEDERATION/identity_providers/idp')
      const { enabled, description, domain_id, remote_ids, authorization_ttl } = provider
      assert.deepEqual(
        [enabled, description, domain_id, remote_ids, authorization_ttl],
        [true, 'the others', 'd2', ['https://idp.example/a', 'https://idp.example/b'], 50_000_000],
      )
      const { protocol } = await shown('/OS-FEDERATION/identity_providers/idp/protocols/mapped')
      assert.deepEqual([protocol.mapping_id, protocol.remote_id_attribute], ['rules', 'OIDC-iss'])
      const { mapping } = await shown('/OS-FEDERATION/mappings/rules')
      assert.deepEqual([mapping.schema_version, mapping.rules[0].local.length], ['1.0', 2])
      const { service_provider: beta } = await shown('/OS-FEDERATION/service_providers/beta')
      assert.deepEqual(
        [beta.enabled, beta.auth_url, beta.relay_state_prefix],
        [true, 'https://beta.example/v3/auth', 'ss:mem:'],
      )
    })

    test('the configuration of a domain has its options, and its password is stored sealed', async () => {
      const { config } = await shown(`/domains/${directory.domainId}/config`)
      const { password, ...options } = ldapOptions('ldap://127.0.0.1:1')
      assert.deepEqual(config, { identity: { driver: 'ldap' }, ldap: options })
      const stored = await s.muster.store.reading.domainOptions.list(directory.domainId)
      const sealed = stored.find(({ option }) => option === 'password')
      assert.equal(sealed?.sealed, true)
      assert.ok(!JSON.stringify(stored).includes(password))
    })

    test('the user of an identity provider is linked, and in its groups until the membership expires', async () => {
      const { user } = await shown('/users/u-federated')
      assert.deepEqual(user.federated, [
        { idp_id: 'idp', protocols: [{ protocol_id: 'mapped', unique_id: 'unique' }] },
      ])
      assert.deepEqual(names((await shown('/users/u-federated/groups')).groups), ['crew'])
    })

    test('one event has the counts', async () => {
      await eventLogSettled(s.muster.store)
      const { rows } = await s.muster.store.reading.events.find({
        kinds: ['directory.imported'],
        limit: 10,
        descending: true,
      })
      assert.equal(rows.length, 1)
      assert.equal(rows[0]?.event.detail?.['created'], sum(report, 'created'))
    })

    test('a second run changes nothing', async () => {
      const again = await run()
      assert.deepEqual([sum(again, 'created'), sum(again, 'updated'), sum(again, 'removed')], [0, 0, 0])
      assert.equal(again.tokenKeys, 'unchanged')
      assert.deepEqual(again.merged, [])
    })
  })

  describe('again', () => {
    beforeEach(async () => {
      await open()
      await fill()
      await run()
    })
    afterEach(close)

    test('brings what changed at Keystone, and keeps what only Muster has', async () => {
      await s.muster.store.transaction('serializable', async (stores) => {
        await stores.users.update('u-ada', { givenName: 'Ada' })
      })
      await keystone.run(
        `update "local_user" set name = 'ada2' where user_id = 'u-ada'`,
        `update "project" set description = 'changed' where id = 'p-engines'`,
        `delete from "project_tag" where name = 'steam'`,
        `update "trust" set remaining_uses = 4 where id = '${trustIds.trust}'`,
      )
      await keystone.insert(userRows('u-new', 99, 'new'))
      const report = await run()
      assert.deepEqual([sum(report, 'created'), sum(report, 'updated'), sum(report, 'removed')], [1, 3, 0])
      const { user } = await shown('/users/u-ada')
      assert.deepEqual([user.name, user.email], ['ada2', 'ada@example.org'])
      assert.equal((await s.muster.store.reading.users.get('u-ada'))?.givenName, 'Ada')
      const { project } = await shown('/projects/p-engines')
      assert.deepEqual([project.description, project.tags], ['changed', ['brass']])
      assert.equal((await shown('/users/u-new')).user.name, 'new')
      await s.signIn({ name: 'ada2', domain: { id: 'default' }, password: 'password of ada' })
    })

    test('a password that was changed and a user that was disabled at Keystone end sessions and links', async () => {
      const open = async (name: string) => {
        const body = { username: name, domain_id: 'default', password: `password of ${name}` }
        const { status, body: session } = await s.call('POST', '/api/v1/sessions', { body })
        assert.equal(status, 201, JSON.stringify(session))
        return String(session.secret)
      }
      const statusOf = async (secret: string) =>
        (await s.call('GET', '/api/v1/me', { headers: { authorization: `Bearer ${secret}` } })).status
      const [ada, grace, kay] = [await open('ada'), await open('grace'), await open('kay')]
      await keystone.run(
        `insert into "password" (id, local_user_id, self_service, password_hash, created_at_int, created_at)
          select 90, 10, self_service, password_hash, created_at_int + 2000000, created_at from "password" where id = 2`,
        `update "local_user" set failed_auth_count = 3 where user_id = 'u-grace'`,
        `update "user" set enabled = ${place.name === 'sqlite' ? '0' : 'false'} where id = 'u-kay'`,
      )
      await run()
      await keystone.run(
        `update "user" set enabled = ${place.name === 'sqlite' ? '1' : 'true'} where id = 'u-kay'`,
      )
      await run()
      assert.deepEqual([await statusOf(ada), await statusOf(grace), await statusOf(kay)], [401, 200, 401])
    })

    test('what only Muster has keeps what it refers to, and the rest is removed', async () => {
      const endpoint = {
        service_id: 's-nova',
        region_id: 'north',
        interface: 'admin',
        url: 'http://nova.of.muster',
      }
      const made = await s.call('POST', '/v3/endpoints', { token: await admin(), body: { endpoint } })
      assert.equal(made.status, 201)
      await keystone.run(
        'delete from "project_endpoint"',
        'delete from "policy_association"',
        'delete from "limit"',
        'delete from "registered_limit"',
        `delete from "endpoint" where service_id = 's-nova'`,
        `delete from "service" where id = 's-nova'`,
      )
      const again = async () => {
        const report = await run()
        assert.match(reasonsOf(report)['service s-nova'] ?? '', /something that only Muster has/)
        assert.equal(sum(report, 'failed'), 1)
        return sum(report, 'removed')
      }
      assert.equal(await again(), 7)
      assert.equal(await again(), 0)
      assert.equal((await shown('/services/s-nova')).service.name, 'nova')
      const path = `/v3/endpoints/${made.body.endpoint.id}`
      assert.equal((await s.call('DELETE', path, { token: await admin() })).status, 204)
      assert.equal(sum(await run(), 'removed'), 1)
      assert.equal((await s.call('GET', '/v3/services/s-nova', { token: await admin() })).status, 404)
    })

    test('objects that are below themselves stay as they were', async () => {
      await keystone.run(
        `update "project" set parent_id = 'p-child' where id = 'p-engines'`,
        `update "region" set parent_region_id = 'a-below' where id = 'north'`,
      )
      const reasons = reasonsOf(await run())
      assert.deepEqual(Object.keys(reasons), ['project p-engines', 'region north'])
      assert.match(
        reasons['project p-engines'] ?? '',
        /parent_id names the project p-child, which .* did not come/,
      )
      assert.equal((await shown('/projects/p-engines')).project.parent_id, 'default')
      assert.equal((await shown('/regions/north')).region.parent_region_id, null)
    })

    test('removes what Keystone does not have any more, with its access', async () => {
      const token = await s.signIn({ name: 'kay', domain: { id: 'default' }, password: 'password of kay' })
      const gone: Readonly<Record<string, string>> = {
        user: "id = 'u-kay'",
        local_user: "user_id = 'u-kay'",
        trust: `id = '${trustIds.below}'`,
        assignment: "role_id = 'r-member'",
        user_group_membership: 'true',
        project_endpoint: 'true',
        policy_association: "id = 'pa2'",
        application_credential: 'true',
        limit: "id = 'l1'",
        role: "id = 'r-boss'",
        implied_role: "prior_role_id = 'r-boss'",
        credential: "type = 'cert'",
      }
      for (const [table, where] of Object.entries(gone))
        await keystone.run(`delete from "${table}" where ${where.replace('true', '1 = 1')}`)
      const report = await run()
      assert.deepEqual(report.problems, [])
      assert.equal(sum(report, 'removed'), 12)
      assert.equal((await s.call('GET', '/v3/users/u-kay', { token: await admin() })).status, 404)
      assert.equal(
        (await s.call('GET', '/v3/auth/tokens', { token: await admin(), subject: token })).status,
        404,
      )
      assert.deepEqual((await shown('/role_assignments?user.id=u-ada')).role_assignments.length, 1)
      assert.deepEqual((await shown('/users/u-ada/application_credentials')).application_credentials, [])
      assert.deepEqual(names((await shown('/groups/g-crew/users')).users), [])
      assert.equal((await shown('/limits')).limits.length, 1)
      assert.equal(sum(await run(), 'removed'), 0)
    })

    test('removes a project tree and a domain with everything in it', async () => {
      await keystone.run(
        `delete from "project" where id in ('p-engines', 'p-child', 'd2')`,
        `delete from "assignment" where target_id in ('p-engines', 'd2')`,
        `delete from "user" where domain_id = 'd2'`,
        `delete from "federated_user"`,
        `delete from "expiring_user_group_membership"`,
        `delete from "identity_provider"`,
        `delete from "federation_protocol"`,
        `delete from "role" where domain_id = 'd2'`,
        `delete from "implied_role" where prior_role_id = 'r-boss'`,
        `delete from "limit"`,
        `delete from "trust"`,
        `delete from "application_credential"`,
        `delete from "access_token"`,
        `delete from "credential" where type = 'ec2'`,
        `delete from "project_endpoint"`,
        `delete from "project_endpoint_group"`,
      )
      const report = await run()
      assert.deepEqual(report.problems, [])
      assert.deepEqual(names((await shown('/domains')).domains), ['Default', 'directory'])
      assert.deepEqual(names((await shown('/projects')).projects), ['admin'])
    })

    test('an object that was deleted and created again takes the name of the old one', async () => {
      await keystone.run(
        `delete from "user" where id = 'u-kay'`,
        `delete from "local_user" where user_id = 'u-kay'`,
        `delete from "trust" where id = '${trustIds.below}'`,
      )
      await keystone.insert(userRows('u-kay-again', 70, 'kay'))
      const report = await run()
      assert.deepEqual(report.problems, [])
      assert.equal((await shown('/users?name=kay')).users[0].id, 'u-kay-again')
      assert.equal((await s.call('GET', '/v3/users/u-kay', { token: await admin() })).status, 404)
    })

    test('another Keystone, without most of the users, removes nothing unless that is allowed', async () => {
      await keystone.run(`delete from "user" where id <> 'u-admin'`)
      await assert.rejects(run(), /6 users .* more than half.*--allow-removals/)
      assert.equal((await shown('/users/u-ada')).user.name, 'ada')
      assert.ok(sum(await run({ allowRemovals: true }), 'removed') >= 6)
      assert.equal((await s.call('GET', '/v3/users/u-ada', { token: await admin() })).status, 404)
    })

    test('does not restore a user that was deleted in Muster', async () => {
      const token = await admin()
      assert.equal((await s.call('DELETE', '/v3/users/u-kay', { token })).status, 204)
      assert.equal(sum(await run(), 'failed'), 0)
      await keystone.run(
        `update "user" set enabled = ${place.name === 'sqlite' ? '0' : 'false'} where id = 'u-kay'`,
      )
      const report = await run()
      assert.match(reasonsOf(report)['user u-kay'] ?? '', /was deleted in Muster/)
      assert.equal((await s.call('GET', '/v3/users/u-kay', { token })).status, 404)
    })
  })

  describe('of users that are elsewhere', () => {
    let ldap: LdapServer
    beforeEach(async () => {
      ldap = await startLdapServer(entries())
      await open()
      await fill(ldap.url)
    })
    afterEach(async () => {
      await close()
      await ldap.close()
    })
    const signInAtProvider = (sub: string, name: string) =>
      s.call('POST', authPath(), {
        headers: attributes({
          sub,
          preferred_username: name,
          groups: 'developers',
          iss: 'https://idp.example/a',
        }),
        from: frontServer,
      })

    test('a federated user signs in at the provider as the same user, and is deleted with the provider', async () => {
      await run()
      const { status, body } = await signInAtProvider('unique', 'renamed')
      assert.equal(status, 201, JSON.stringify(body))
      assert.deepEqual([body.token.user.id, body.token.user.name], ['u-federated', 'renamed'])
      const token = await admin()
      const path = '/v3/OS-FEDERATION/identity_providers/idp'
      assert.equal((await s.call('DELETE', path, { token })).status, 204)
      assert.equal((await s.call('GET', '/v3/users/u-federated', { token })).status, 404)
    })

    test('an identity provider that is gone at Keystone is removed, with users who signed in there only', async () => {
      await run()
      await keystone.run(
        'delete from "federated_user"',
        'delete from "expiring_user_group_membership"',
        'delete from "federation_protocol"',
        'delete from "idp_remote_ids"',
        'delete from "identity_provider"',
        'delete from "mapping"',
        'delete from "service_provider"',
        `delete from "user" where id = 'u-federated'`,
      )
      const report = await run()
      assert.deepEqual(report.problems, [])
      assert.equal(sum(report, 'removed'), 7)
      const token = await admin()
      for (const path of [
        '/OS-FEDERATION/identity_providers/idp',
        '/OS-FEDERATION/mappings/rules',
        '/OS-FEDERATION/service_providers/beta',
        '/users/u-federated',
      ])
        assert.equal((await s.call('GET', `/v3${path}`, { token })).status, 404, path)
      assert.equal((await signInAtProvider('unique', 'renamed')).status, 404)
    })

    test('two users of a provider with the same name both come, the second with its id as its name', async () => {
      await keystone.insert({
        user: [{ id: 'u-twin', extra: '{}', enabled: true, domain_id: 'd2' }],
        federated_user: [
          {
            id: 2,
            user_id: 'u-twin',
            idp_id: 'idp',
            protocol_id: 'mapped',
            unique_id: 'twin',
            display_name: 'Of another server',
          },
        ],
      })
      assert.deepEqual((await run()).problems, [])
      assert.equal((await shown('/users/u-twin')).user.name, 'u-twin')
      assert.equal((await signInAtProvider('twin', 'a name of its own')).body.token.user.id, 'u-twin')
    })

    test('a display name takes no name from a user of Keystone, nor the place of the administrator', async () => {
      await keystone.insert({
        user: [{ id: 'a-stranger', extra: '{}', enabled: true, domain_id: 'default' }],
        federated_user: [
          {
            id: 2,
            user_id: 'a-stranger',
            idp_id: 'idp',
            protocol_id: 'mapped',
            unique_id: 'stranger',
            display_name: 'admin',
          },
        ],
      })
      assert.deepEqual((await run()).problems, [])
      const { user } = await shown('/users/a-stranger')
      assert.equal(user.name, 'a-stranger')
      assert.equal((await s.muster.store.reading.users.get('u-admin'))?.name, 'admin')
    })

    test('without an administrator at Keystone, a display name does not replace the one of Muster', async () => {
      await keystone.run(`update "local_user" set name = 'root' where user_id = 'u-admin'`)
      await keystone.run(`update "federated_user" set display_name = 'admin' where user_id = 'u-federated'`)
      await keystone.run(`update "user" set domain_id = 'default' where id = 'u-federated'`)
      await run()
      assert.equal((await s.muster.store.reading.users.get('u-federated'))?.name, 'u-federated')
      await s.signIn({ name: 'admin', domain: { id: 'default' }, password: adminPassword })
    })

    test('a link to a user with a name of its own comes, and ends the tokens of the user when it is gone', async () => {
      await keystone.insert({
        federated_user: [
          {
            id: 2,
            user_id: 'u-ada',
            idp_id: 'idp',
            protocol_id: 'mapped',
            unique_id: 'ada-there',
            display_name: 'Ada there',
          },
        ],
      })
      await run()
      const { body, headers } = await signInAtProvider('ada-there', 'Ada now')
      assert.deepEqual([body.token.user.id, body.token.user.name], ['u-ada', 'ada'])
      const subject = String(headers['x-subject-token'])
      const statusOf = async () =>
        (await s.call('GET', '/v3/auth/tokens', { token: await admin(), subject })).status
      assert.equal(await statusOf(), 200)
      await keystone.run(`delete from "federated_user" where unique_id = 'ada-there'`)
      assert.equal(sum(await run(), 'removed'), 1)
      assert.equal(await statusOf(), 404)
      assert.notEqual((await signInAtProvider('ada-there', 'Ada now')).body.token.user.id, 'u-ada')
    })

    test('a membership whose time is over does not come', async () => {
      await keystone.insert({
        identity_provider: [{ id: 'short', enabled: true, domain_id: 'd2', authorization_ttl: 5 }],
        expiring_user_group_membership: [
          { user_id: 'u-ada', group_id: 'g-crew', idp_id: 'short', last_verified: '2026-01-02 03:04:05' },
        ],
      })
      const report = await run()
      assert.deepEqual(report.problems, [])
      assert.equal(report.nouns.find(({ noun }) => noun === 'expiring_membership')?.rows, 1)
    })

    test('a mapping that Muster rejects is reported, and its protocol comes without it', async () => {
      await keystone.insert({
        mapping: [
          {
            id: 'ahead',
            rules: rulesText([
              {
                local: [{ user: { name: '{0}' } }],
                remote: [{ type: 'sub' }, { type: 'org', any_one_of: ['a(?=b)'], regex: true }],
              },
            ]),
          },
          { id: 'broken', rules: '{' },
        ],
        federation_protocol: [{ id: 'saml2', idp_id: 'idp', mapping_id: 'ahead' }],
      })
      const report = await run()
      const reasons = reasonsOf(report)
      assert.match(reasons['mapping ahead'] ?? '', /lookahead|lookaround|\(\?=/i)
      assert.match(reasons['mapping ahead'] ?? '', /no sign-in with them succeeds until/)
      assert.match(reasons['mapping broken'] ?? '', /rules is not JSON/)
      assert.equal(report.problems.length, 2)
      const { protocols } = await shown('/OS-FEDERATION/identity_providers/idp/protocols')
      assert.deepEqual(protocols.map(({ id }: { id: string }) => id).sort(), ['mapped', 'saml2'])
    })

    test('the version of a mapping comes, and an unknown one is reported', async () => {
      await keystone.run('alter table "mapping" add column "schema_version" text')
      await keystone.run(`update "mapping" set schema_version = '2.0'`)
      await keystone.insert({ mapping: [{ id: 'later', rules: rulesText([]) }] })
      await keystone.run(`update "mapping" set schema_version = '3.0' where id = 'later'`)
      const report = await run()
      assert.match(reasonsOf(report)['mapping later'] ?? '', /3\.0 is not supported/)
      assert.equal((await shown('/OS-FEDERATION/mappings/rules')).mapping.schema_version, '2.0')
    })

    test('a user of an LDAP directory signs in there and has its assignments', async () => {
      await run()
      const before = await s.muster.store.reading.users.get(directory.alice)
      assert.deepEqual([before?.name, before?.status, before?.managedBy], ['alice', 'disabled', 'ldap'])
      const alice = { name: 'alice', domain: { id: directory.domainId }, password: 'alice-password' }
      const token = await s.signIn(alice, { project: { id: 'p-engines' } })
      const { body } = await s.call('GET', '/v3/auth/tokens', { token, subject: token })
      const { token: signedIn } = body
      assert.equal(signedIn.user.id, directory.alice)
      assert.deepEqual(names(signedIn.roles), ['member', 'pilot', 'reader'])
      const again = await run()
      assert.deepEqual([sum(again, 'created'), sum(again, 'updated'), sum(again, 'removed')], [0, 0, 0])
      assert.equal((await s.muster.store.reading.users.get(directory.alice))?.status, 'active')
    })

    test('entries of a directory that Muster could not find again are reported', async () => {
      const domain_id = directory.domainId
      await keystone.insert({
        id_mapping: [
          { public_id: 'of-another-generator', domain_id, local_id: 'bob', entity_type: 'user' },
          {
            public_id: entryId(domain_id, 'user', 'u-ada'),
            domain_id,
            local_id: 'u-ada',
            entity_type: 'user',
          },
          {
            public_id: entryId('gone', 'group', 'x'),
            domain_id: 'gone',
            local_id: 'x',
            entity_type: 'group',
          },
        ],
      })
      const reasons = Object.values(reasonsOf(await run())).sort()
      assert.equal(reasons.length, 3)
      assert.match(reasons[0] ?? '', /driver for SQL of its own/)
      assert.match(reasons[1] ?? '', /not the SHA-256/)
      assert.match(reasons[2] ?? '', /the domain gone/)
    })

    test('options that Muster rejects are named without their values, and the directory does not serve', async () => {
      await keystone.insert(
        configRows('d2', {
          identity: { driver: 'ldap' },
          ldap: { user_filter: '(secret-value', password: ['secret-value'], url: 'secret-value' },
          unknown: { option: 'secret-value' },
        }),
      )
      const report = await run()
      const reasons = reasonsOf(report)
      assert.match(reasons['whitelisted_config d2, ldap, user_filter'] ?? '', /correct the filter/)
      assert.match(
        reasons['sensitive_config d2, ldap, password'] ?? '',
        /ldap\.password has an invalid value/,
      )
      assert.match(reasons['whitelisted_config d2, unknown, option'] ?? '', /group unknown is not supported/)
      assert.match(reasons['whitelisted_config d2, identity, driver'] ?? '', /Another option/)
      assert.equal(report.problems.length, 5)
      assert.ok(!JSON.stringify(report).includes('secret-value'))
      assert.equal(await s.muster.store.reading.domainOptions.isExternal('d2'), false)
    })

    test('a domain with users of its own gets no directory, and one with a directory no users', async () => {
      await keystone.insert(configRows('d2', { identity: { driver: 'ldap' }, ldap: { url: ldap.url } }))
      const report = await run()
      assert.match(
        reasonsOf(report)['whitelisted_config d2, identity, driver'] ?? '',
        /users or groups of its own/,
      )
      assert.equal(report.problems.length, 1)
      await keystone.insert({
        ...userRows('u-hidden', 80, 'hidden'),
        user: [{ id: 'u-hidden', extra: '{}', enabled: true, domain_id: directory.domainId }],
      })
      assert.match(reasonsOf(await run())['user u-hidden'] ?? '', /come from an LDAP directory/)
    })

    test('a changed password of a directory comes, and a directory that is gone ends', async () => {
      await run()
      const alice = { name: 'alice', domain: { id: directory.domainId }, password: 'alice-password' }
      await s.signIn(alice)
      await keystone.run(`update "sensitive_config" set value = '"wrong"'`)
      assert.equal(sum(await run(), 'updated'), 1)
      await keystone.run('delete from "whitelisted_config"', 'delete from "sensitive_config"')
      const report = await run()
      assert.equal(sum(report, 'removed'), Object.keys(ldapOptions('')).length + 1)
      assert.equal((await s.muster.store.reading.users.get(directory.alice))?.status, 'disabled')
      await assert.rejects(s.signIn(alice), /401/)
      assert.equal(
        (await s.call('GET', `/v3/domains/${directory.domainId}/config`, { token: await admin() })).status,
        404,
      )
    })
  })

  describe('that must not come', () => {
    beforeEach(open)
    afterEach(close)

    test('a dry run reports the same and changes nothing', async () => {
      await fill()
      const dry = await run({ dryRun: true })
      assert.ok(sum(dry, 'created') > 50)
      assert.equal((await s.call('GET', '/v3/users/u-ada', { token: s.system })).status, 404)
      const own = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
      await s.signIn(own, { system: { all: true } })
      const done = await run()
      assert.deepEqual({ ...done, dryRun: true }, dry)
    })

    test('an import that fails in the middle changes nothing, and the next one brings everything', async () => {
      await fill()
      await keystone.run('alter table "revocation_event" rename to "elsewhere"')
      await assert.rejects(run(), /revocation_event/)
      assert.equal((await s.call('GET', '/v3/users/u-ada', { token: s.system })).status, 404)
      await keystone.run('alter table "elsewhere" rename to "revocation_event"')
      assert.equal(sum(await run(), 'failed'), 0)
      assert.equal((await shown('/users/u-ada')).user.name, 'ada')
    })

    test('credentials without their key are reported, everything else comes', async () => {
      await fill()
      const wrong = await run({ credentialKeys: keystone.fernetKeys })
      assert.match(reasonsOf(wrong)['credential cert'] ?? '', /None of the credential keys opens it/)
      const none = await run({ credentialKeys: undefined })
      assert.match(reasonsOf(none)['credential cert'] ?? '', /--credential-keys/)
      const right = await run()
      assert.deepEqual([sum(right, 'created'), sum(right, 'failed')], [2, 0])
    })

    test('a folder without keys is rejected', async () => {
      await fill()
      const empty = await mkdtemp(join(tmpdir(), 'muster-no-keys-'))
      await assert.rejects(run({ fernetKeys: empty }), /no primary key/)
      await assert.rejects(run({ fernetKeys: join(empty, 'missing') }), /cannot be read/)
      await assert.rejects(run({ credentialKeys: join(empty, 'missing') }), /cannot be read/)
      await rm(empty, { recursive: true })
      assert.equal((await s.call('GET', '/v3/users/u-ada', { token: s.system })).status, 404)
    })

    test('a schema with unknown revisions is rejected, unless it is allowed', async () => {
      await assert.rejects(run(), /no table alembic_version with rows/)
      await fill()
      await keystone.run(
        `update "alembic_version" set version_num = 'ffffffffffff' where version_num = '29e87d24a316'`,
      )
      await assert.rejects(run(), /unknown revisions .*ffffffffffff.* Known revisions: Zed/)
      assert.equal((await run({ allowUnknownSchema: true })).releases, 'unknown')
    })

    test('a database that cannot be opened is named without its password', async () => {
      const url = 'postgresql://keystone:do-not-show@127.0.0.1:1/keystone'
      await assert.rejects(run({ url }), (error: Error) => {
        assert.match(error.message, /cannot be opened/)
        assert.doesNotMatch(error.message, /do-not-show/)
        return true
      })
      await assert.rejects(run({ url: 'redis://127.0.0.1' }), /must start with mysql/)
      await assert.rejects(run({ url: 'sqlite:////nowhere/keystone.sqlite' }), /does not exist/)
    })

    test('values that Muster cannot store are reported with table, id and reason, and the others come', async () => {
      await fill()
      const long = 'x'.repeat(300)
      const deep = `${'['.repeat(40)}${']'.repeat(40)}`
      await keystone.insert({
        ...userRows('u-long', 50, long),
        group: [
          { id: 'g-space', domain_id: 'default', name: ' padded ', extra: '{}' },
          { id: 'g-json', domain_id: 'default', name: 'json', extra: '{broken' },
          { id: 'g-deep', domain_id: 'default', name: 'deep', extra: `{"a": ${deep}}` },
          { id: 'g-nul', domain_id: 'default', name: 'nul', extra: '{"a": "\\u0000"}' },
          { id: 'g-z-case', domain_id: 'default', name: 'CREW', extra: '{}' },
          { id: 'g-nowhere', domain_id: 'gone', name: 'lost', extra: '{}' },
          { id: '../x', domain_id: 'default', name: 'path', extra: '{}' },
          { id: 'g-fine', domain_id: 'default', name: "'; drop table users; --", extra: '{"__proto__": 1}' },
        ],
        assignment: [
          {
            type: 'UserProject',
            actor_id: 'u-gone',
            target_id: 'p-engines',
            role_id: 'r-member',
            inherited: false,
          },
          {
            type: 'Unknown',
            actor_id: 'u-ada',
            target_id: 'p-engines',
            role_id: 'r-member',
            inherited: false,
          },
        ],
        trust: [
          {
            id: 't-odd',
            trustor_user_id: 'u-ada',
            trustee_user_id: 'u-kay',
            impersonation: true,
            extra: '{}',
          },
        ],
        endpoint_group: [{ id: 'eg-odd', name: 'odd', filters: '{"name": "x"}' }],
        limit: [{ id: 'l-odd', resource_limit: 3_000_000, internal_id: 9, registered_limit_id: 'rl' }],
        credential: [
          {
            id: 'not-the-hash',
            user_id: 'u-ada',
            type: 'ec2',
            extra: '{}',
            key_hash: 'x',
            encrypted_blob: sealedBlob(keystone.credentialKey, JSON.stringify(JSON.stringify(ec2Key))),
          },
        ],
        project: [
          {
            id: 'p-circle',
            name: 'circle',
            extra: '{}',
            enabled: true,
            domain_id: 'default',
            parent_id: 'p-circle',
            is_domain: false,
          },
        ],
      })
      await keystone.insert(userRows('u-hash', 51, 'of-another-form', '$6$crypt$unknown'))
      const report = await run()
      const reasons = reasonsOf(report)
      const expected: Readonly<Record<string, RegExp>> = {
        'user u-long': /at most 255 characters/,
        'user u-hash': /password hash is not supported/,
        'group g-space': /white space/,
        'group g-json': /extra is not JSON/,
        'group g-deep': /levels deep/,
        'group g-nul': /NUL/,
        'group g-z-case': /also the name of group g-crew/,
        'group g-nowhere': /domain_id names the domain gone/,
        'group ../x': /URL path/,
        'assignment UserProject, u-gone, p-engines, r-member, 0': /actor_id names the user u-gone/,
        'assignment Unknown, u-ada, p-engines, r-member, 0': /type "Unknown" is unknown/,
        'endpoint_group eg-odd': /unknown member "name"/,
        'trust t-odd': /32 hexadecimal digits/,
        'limit l-odd': /neither a project nor a domain/,
        'credential not-the-hash': /not the SHA-256/,
        'project p-circle': /parent_id names the project p-circle/,
      }
      for (const [row, reason] of Object.entries(expected))
        assert.match(reasons[row] ?? `${row} came`, reason)
      assert.equal(report.problems.length, Object.keys(expected).length)
      assert.equal(sum(report, 'failed'), report.problems.length)
      assert.equal((await shown('/groups/g-fine')).group.name, "'; drop table users; --")
    })

    test('the report names a bounded number of rows of a table, and counts all', async () => {
      await fill()
      for (let i = 0; i < 120; i++)
        await keystone.insert({ group: [{ id: `g${i}`, domain_id: 'gone', name: `g${i}`, extra: '{}' }] })
      const report = await run()
      assert.equal(report.problems.length, 50)
      assert.equal(sum(report, 'failed'), 120)
    })

    test('a user of Muster with the same name stays, and the one of Keystone is reported', async () => {
      await fill()
      const body = { user: { name: 'Ada', domain_id: 'default', password: 'a password of Muster' } }
      const made = await s.call('POST', '/v3/users', { token: s.system, body })
      assert.equal(made.status, 201)
      const report = await run()
      assert.match(reasonsOf(report)['user u-ada'] ?? '', /also the name of user/)
      assert.match(reasonsOf(report)[`trust ${trustIds.trust}`] ?? '', /trustor_user_id names the user u-ada/)
      await s.signIn({ name: 'Ada', domain: { id: 'default' }, password: 'a password of Muster' })
    })

    test('only a user with the very name of the administrator of Muster takes its place', async () => {
      await fill()
      await keystone.insert(userRows('a-lookalike', 60, 'ADMIN'))
      const report = await run()
      assert.match(reasonsOf(report)['user a-lookalike'] ?? '', /also the name of user/)
      assert.equal((await shown('/users/u-admin')).user.name, 'admin')
    })

    test('a key with a separator of keys is reported', async () => {
      await fill()
      const link = { user_id: 'u-federated', idp_id: 'idp', protocol_id: 'mapped', display_name: 'x' }
      await keystone.insert({ federated_user: [{ ...link, id: 2, unique_id: 'unique\u001fx' }] })
      assert.match(reasonsOf(await run())['federated_user idp, mapped, unique, x'] ?? '', /control character/)
    })

    test('rows that a constraint rejects do not keep out the rest of their page', async () => {
      await fill()
      await keystone.insert({
        access_rule: [
          {
            id: 2,
            service: 'compute',
            path: '/v2.1/servers',
            method: 'GET',
            external_id: 'twin',
            user_id: 'u-ada',
          },
          { id: 3, service: 'image', path: '/v2', method: 'GET', external_id: 'other', user_id: 'u-ada' },
        ],
      })
      const report = await run()
      assert.match(reasonsOf(report)['access_rule twin'] ?? '', /constraint/)
      const counts = report.nouns.find(({ noun }) => noun === 'access_rule')
      assert.deepEqual([counts?.created, counts?.failed], [2, 1])
    })

    test('a ring of token keys that Muster reads from a folder stays there', async () => {
      await fill()
      const settings = { ...place.environment, MUSTER_TOKEN_KEY_REPOSITORY: keystone.fernetKeys }
      const report = await importFromKeystone(s.muster, loadConfig(settings), {
        url: keystone.url,
        fernetKeys: keystone.fernetKeys,
        allowUnknownSchema: false,
        dryRun: false,
        allowRemovals: false,
      })
      assert.equal(report.tokenKeys, 'in a folder')
    })
  })
})
