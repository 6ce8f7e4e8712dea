import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { assertEveryRouteSucceeded, type CallRoute, callRoutes } from './keystone-routes.ts'

const whole = '/v3/domains/{domain_id}/config' as const
const ofGroup = '/v3/domains/{domain_id}/config/{group}' as const
const ofOption = '/v3/domains/{domain_id}/config/{group}/{option}' as const

onEachDatabase('Identity v3: domain configuration', (makePlace) => {
  let s: TestServer
  let call: CallRoute
  let domain: string
  let count = 0
  const called = new Set<string>()
  before(async () => {
    s = await startTestServer(
      await makePlace(),
      {},
      { password_regex: '^.{3,}$', password_regex_description: 'three characters' },
    )
    call = callRoutes(s, called)
  })
  after(() => s.close())
  beforeEach(async () => {
    const body = { domain: { name: `domain ${++count}` } }
    domain = (await s.call('POST', '/v3/domains', { token: s.system, body })).body.domain.id
  })
  const config = {
    identity: { list_limit: 10 },
    ldap: { url: 'ldaps://ldap.example', user_tree_dn: 'ou=users', page_size: 100, use_tls: false },
  }
  const put = (input: unknown, id = domain, token?: string) =>
    call(`PUT ${whole}`, { domain_id: id }, { body: { config: input }, ...(token ? { token } : {}) })
  const patch = (input: unknown) => call(`PATCH ${whole}`, { domain_id: domain }, { body: { config: input } })
  const get = (params: object = {}) => {
    const all = { domain_id: domain, ...params } as Record<string, string>
    return call(`GET ${'option' in all ? ofOption : 'group' in all ? ofGroup : whole}`, all)
  }

  test('PUT creates with 201 and replaces with 200', async () => {
    const created = await put(config)
    assert.deepEqual([created.status, created.body], [201, { config }])
    assert.deepEqual((await get()).body, { config })
    const replaced = await put({ ldap: { url: 'ldap://other.example' } })
    assert.deepEqual(
      [replaced.status, replaced.body],
      [200, { config: { ldap: { url: 'ldap://other.example' } } }],
    )
    assert.equal((await get({ group: 'identity' })).status, 404)
  })

  test('PATCH merges and answers with the whole configuration', async () => {
    await put(config)
    const merged = await patch({ ldap: { user_tree_dn: 'ou=people' }, identity: { driver: 'sql' } })
    const wanted = {
      identity: { driver: 'sql', list_limit: 10 },
      ldap: { ...config.ldap, user_tree_dn: 'ou=people' },
    }
    assert.deepEqual([merged.status, merged.body.config], [200, wanted])
    const group = await call(
      `PATCH ${ofGroup}`,
      { domain_id: domain, group: 'ldap' },
      { body: { config: { ldap: { page_size: 50, suffix: 'dc=a' } } } },
    )
    assert.deepEqual(group.body.config.ldap, { ...wanted.ldap, page_size: 50, suffix: 'dc=a' })
    const option = await call(
      `PATCH ${ofOption}`,
      { domain_id: domain, group: 'ldap', option: 'url' },
      { body: { config: { url: 'ldap://new.example' } } },
    )
    assert.equal(option.status, 200)
    assert.equal(option.body.config.ldap.url, 'ldap://new.example')
    assert.deepEqual(option.body.config.identity, wanted.identity)
  })

  test('a group and an option are shown and deleted alone', async () => {
    await put(config)
    assert.deepEqual((await get({ group: 'ldap' })).body, { config: { ldap: config.ldap } })
    const shown = await get({ group: 'ldap', option: 'page_size' })
    assert.deepEqual(shown.body, { config: { page_size: 100 } })
    const option = { domain_id: domain, group: 'ldap', option: 'page_size' }
    assert.equal((await call(`DELETE ${ofOption}`, option)).status, 204)
    assert.equal((await call(`DELETE ${ofOption}`, option)).status, 404)
    assert.equal((await get(option)).status, 404)
    const group = { domain_id: domain, group: 'identity' }
    assert.equal((await call(`DELETE ${ofGroup}`, group)).status, 204)
    assert.equal((await call(`DELETE ${ofGroup}`, group)).status, 404)
    assert.equal((await call(`DELETE ${whole}`, { domain_id: domain })).status, 204)
    assert.equal((await call(`DELETE ${whole}`, { domain_id: domain })).status, 204)
    assert.equal((await get()).status, 404)
  })

  test('the password is stored sealed and never shown', async () => {
    const secret = 'the password of the directory'
    const created = await put({ ldap: { ...config.ldap, password: secret } })
    assert.deepEqual(created.body.config, { ldap: config.ldap })
    assert.equal((await get({ group: 'ldap', option: 'password' })).status, 404)
    const changed = await call(
      `PATCH ${ofOption}`,
      { domain_id: domain, group: 'ldap', option: 'password' },
      { body: { config: { password: `${secret}!` } } },
    )
    assert.equal(changed.status, 200)
    const { reading } = s.muster.store
    const stored = JSON.stringify([
      await reading.domainOptions.list(domain),
      await reading.events.list(0, 1000),
      changed.body,
    ])
    assert.ok(!stored.includes(secret))
    assert.ok(stored.includes('ldap.password'), 'the event names the option')
    await call(`DELETE ${whole}`, { domain_id: domain })
    await put({ ldap: { password: secret } })
    assert.equal((await get()).status, 404, 'nothing is left to show')
  })

  test('rejects what is not supported with 403 and changes nothing', async () => {
    await put(config)
    for (const input of [
      {},
      { ldap: 'text' },
      { ldap: [] },
      { unknown: { a: 1 } },
      { ldap: { unknown: 1 } },
      { constructor: { name: 'x' } },
      { ldap: { toString: 'x' } },
      { security_compliance: { password_regex: 'x' } },
    ]) {
      assert.equal((await put(input)).status, 403, JSON.stringify(input))
      assert.equal((await patch(input)).status, 403, JSON.stringify(input))
    }
    const group = { domain_id: domain, group: 'ldap' }
    for (const input of [{ identity: { list_limit: 1 } }, { ...config }])
      assert.equal((await call(`PATCH ${ofGroup}`, group, { body: { config: input } })).status, 403)
    const option = { ...group, option: 'url' }
    for (const input of [{ page_size: 1 }, { url: 'ldap://a.example', page_size: 1 }])
      assert.equal((await call(`PATCH ${ofOption}`, option, { body: { config: input } })).status, 403)
    for (const params of [{ group: 'unknown' }, { group: 'ldap', option: 'unknown' }]) {
      assert.equal((await get(params)).status, 403)
      const route = 'option' in params ? ofOption : ofGroup
      const all = { domain_id: domain, ...params } as Record<string, string>
      assert.equal((await call(`DELETE ${route}`, all)).status, 403)
    }
    assert.deepEqual((await get()).body, { config })
  })

  test('rejects values of the wrong type with 400 and changes nothing', async () => {
    await put(config)
    for (const options of [
      { url: 1 },
      { url: 'http://ldap.example' },
      { url: 'ldap://ldap.example/dc=a?uid' },
      { url: 'ldap://user@ldap.example' },
      { url: 'ldap://127.0.0.1' },
      { url: 'ldap://10.0.0.1' },
      { url: 'ldap://169.254.169.254' },
      { url: 'ldap://[::1]' },
      { url: `ldap://${'a'.repeat(2000)}` },
      { url: 'ldap://ldap.example:0' },
      { page_size: 'many' },
      { page_size: -1 },
      { page_size: 1.5 },
      { pool_size: 0 },
      { query_scope: 'two' },
      { use_tls: 'maybe' },
      { user_filter: '(uid=' },
      { user_filter: '('.repeat(2000) },
      { user_id_attribute: 'uid)(cn=*' },
      { user_attribute_ignore: [1] },
      { user_attribute_ignore: Array.from({ length: 51 }, () => 'a') },
      { user_tree_dn: 'a\nb' },
      { suffix: null },
      { user: {} },
    ]) {
      const answer = await patch({ ldap: options })
      assert.equal(answer.status, 400, JSON.stringify(options).slice(0, 100))
    }
    for (const driver of ['nosuch', '', 1, null])
      assert.equal((await patch({ identity: { driver } })).status, 400)
    const bodies = [{}, { config: null }, { config: [] }, { config: 'x' }]
    for (const body of bodies)
      assert.equal((await call(`PUT ${whole}`, { domain_id: domain }, { body })).status, 400)
    assert.deepEqual((await get()).body, { config })
  })

  test('a missing group or option cannot be changed, and a missing domain is 404', async () => {
    await put({ ldap: { url: 'ldap://ldap.example' } })
    const group = { domain_id: domain, group: 'identity' }
    const body = { config: { identity: { list_limit: 1 } } }
    assert.equal((await call(`PATCH ${ofGroup}`, group, { body })).status, 404)
    const option = { domain_id: domain, group: 'ldap', option: 'suffix' }
    const one = { body: { config: { suffix: 'dc=a' } } }
    assert.equal((await call(`PATCH ${ofOption}`, option, one)).status, 404)
    const missing = 'f'.repeat(32)
    assert.equal((await put(config, missing)).status, 404)
    assert.equal((await get({ domain_id: missing })).status, 404)
  })

  test('shows the defaults, without sensitive options', async () => {
    const all = await call('GET /v3/domains/config/default')
    assert.deepEqual(all.body.config.identity, { driver: 'sql', list_limit: null })
    assert.equal(all.body.config.ldap.url, 'ldap://localhost')
    assert.equal(all.body.config.ldap.group_objectclass, 'groupOfNames')
    assert.ok(!('password' in all.body.config.ldap))
    const ldap = await call('GET /v3/domains/config/{group}/default', { group: 'ldap' })
    assert.deepEqual(ldap.body, { config: { ldap: all.body.config.ldap } })
    const option = 'GET /v3/domains/config/{group}/{option}/default' as const
    const scope = await call(option, { group: 'ldap', option: 'query_scope' })
    assert.deepEqual(scope.body, { config: { query_scope: 'one' } })
    assert.equal((await call(option, { group: 'ldap', option: 'password' })).status, 403)
    assert.equal((await call(option, { group: 'ldap', option: 'nosuch' })).status, 403)
    assert.equal((await call('GET /v3/domains/config/{group}/default', { group: 'nosuch' })).status, 403)
    // The default URL is this machine, which the settings of the test do not allow.
    const answer = await put({ ldap: { ...all.body.config.ldap, url: 'ldap://ldap.example' } })
    assert.equal(answer.status, 201, 'the defaults are valid')
  })

  test('every user reads the password requirements of the default domain', async () => {
    const body = { user: { name: `user ${count}`, password: 'long enough', domain_id: domain } }
    const made = await s.call('POST', '/v3/users', { token: s.system, body })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const { id } = made.body.user
    const token = await s.signIn({ id, password: 'long enough' })
    const compliance = { domain_id: 'default', group: 'security_compliance' }
    const group = await call(`GET ${ofGroup}`, compliance, { token })
    assert.deepEqual(group.body, {
      config: {
        security_compliance: {
          password_regex: '^.{3,}$',
          password_regex_description: 'three characters',
        },
      },
    })
    const option = await call(`GET ${ofOption}`, { ...compliance, option: 'password_regex' }, { token })
    assert.deepEqual(option.body, { config: { password_regex: '^.{3,}$' } })
    assert.equal((await call(`GET ${ofOption}`, { ...compliance, option: 'other' }, { token })).status, 403)
    assert.equal((await call(`GET ${ofGroup}`, { ...compliance, domain_id: domain }, { token })).status, 403)
    const change = { body: { config: { security_compliance: { password_regex: 'x' } } } }
    assert.equal((await call(`PATCH ${ofGroup}`, compliance, change)).status, 403)
    assert.equal((await call(`DELETE ${ofGroup}`, compliance)).status, 403)
    for (const route of [`GET ${whole}`, `DELETE ${whole}`] as const)
      assert.equal((await call(route, { domain_id: domain }, { token })).status, 403)
    assert.equal((await put(config, domain, token)).status, 403)
  })

  test('every route succeeded', () => {
    assertEveryRouteSucceeded(called, ['domain-config'], 13)
  })
})
