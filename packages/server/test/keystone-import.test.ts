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
import { signedRequest } from './ec2-client.ts'
import {
  ec2Key,
  everyNoun,
  type Keystone,
  makeKeystone,
  sealedBlob,
  trustIds,
  userRows,
} from './keystone-fixture.ts'
import { signedHeader } from './oauth1-client.ts'
import { adminPassword, startTestServer, type TestServer } from './test-server.ts'

type Options = Partial<ImportFromKeystone>

onEachDatabase('import from Keystone', (makePlace) => {
  let place: Place
  let s: TestServer
  let keystone: Keystone

  const open = async () => {
    place = await makePlace()
    s = await startTestServer(place)
    keystone = await makeKeystone(place.name, place.environment['MUSTER_DATABASE_URL'])
  }
  const close = async () => {
    await keystone.remove()
    await s.close()
  }
  const fill = async () => {
    for (const rows of everyNoun((blob) => sealedBlob(keystone.credentialKey, blob)))
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
        [
          ['identity_provider', 1],
          ['federated_user', 1],
          ['whitelisted_config', 1],
          ['request_token', 1],
        ],
      )
      assert.equal(report.merged.length, 6)
      assert.match(report.releases, /Zed/)
    })

    test('domains and projects have their ids, trees, tags, options and attributes', async () => {
      const { domains } = await shown('/domains')
      assert.deepEqual(names(domains), ['Default', 'second'])
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
      assert.equal(given.length, 7)
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

    test('one event has the counts', async () => {
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
      assert.equal(sum(report, 'removed'), 11)
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
      assert.deepEqual(names((await shown('/domains')).domains), ['Default'])
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
