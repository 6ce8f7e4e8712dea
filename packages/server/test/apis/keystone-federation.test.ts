import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { eventLogSettled } from '../event-log-settled.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type CallRoute, callRoutes } from './keystone-routes.ts'

const providers = '/v3/OS-FEDERATION/identity_providers' as const
const provider = `${providers}/{idp_id}` as const
const protocols = `${provider}/protocols` as const
const protocol = `${protocols}/{protocol_id}` as const
const mappings = '/v3/OS-FEDERATION/mappings' as const
const mapping = `${mappings}/{mapping_id}` as const

const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]
const password = 'one phrase for all users'

onEachDatabase('Identity v3: identity providers, protocols and mappings', (makePlace) => {
  let s: TestServer
  let call: CallRoute
  let count = 0
  let idp: string
  let mapped: string
  const called = new Set<string>()
  const fresh = (noun: string) => `${noun}-${++count}`
  const roleNamed = async (name: string): Promise<string> =>
    (await s.call('GET', `/v3/roles?name=${name}`, { token: s.system })).body.roles[0].id
  const make = async (noun: string, collection: string, attributes: object): Promise<string> => {
    const body = { [noun]: attributes }
    const answer = await s.call('POST', `/v3/${collection}`, { token: s.system, body })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body[noun].id
  }
  const newProvider = async (attributes: object = {}) => {
    const idp_id = fresh('idp')
    const answer = await call(`PUT ${provider}`, { idp_id }, { body: { identity_provider: attributes } })
    return { idp_id, ...answer }
  }
  const newMapping = async (attributes: object = { rules }) => {
    const mapping_id = fresh('mapping')
    const answer = await call(`PUT ${mapping}`, { mapping_id }, { body: { mapping: attributes } })
    return { mapping_id, ...answer }
  }
  const newProtocol = (protocol_id: string, attributes: object = { mapping_id: mapped }, idp_id = idp) =>
    call(`PUT ${protocol}`, { idp_id, protocol_id }, { body: { protocol: attributes } })
  before(async () => {
    s = await startTestServer(await makePlace())
    call = callRoutes(s, called)
  })
  after(() => s.close())
  beforeEach(async () => {
    idp = (await newProvider()).idp_id
    mapped = (await newMapping()).mapping_id
  })

  test('an identity provider is created, shown, listed, changed and deleted', async () => {
    const domain_id = await make('domain', 'domains', { name: fresh('domain') })
    const attributes = {
      domain_id,
      enabled: true,
      description: 'a description',
      remote_ids: [fresh('z'), fresh('a')].sort(),
      authorization_ttl: 30,
    }
    const made = await newProvider(attributes)
    const { idp_id } = made
    const self = `http://muster.test/v3/OS-FEDERATION/identity_providers/${idp_id}`
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.identity_provider, {
      id: idp_id,
      ...attributes,
      links: { self, protocols: `${self}/protocols` },
    })
    assert.deepEqual((await call(`GET ${provider}`, { idp_id })).body, made.body)
    const listed = await call(`GET ${providers}`, {}, { query: `?id=${idp_id}` })
    assert.deepEqual(listed.body.identity_providers, [made.body.identity_provider])
    const change = { description: null, enabled: false, remote_ids: [], authorization_ttl: null }
    const changed = await call(`PATCH ${provider}`, { idp_id }, { body: { identity_provider: change } })
    assert.deepEqual(changed.body.identity_provider, { ...made.body.identity_provider, ...change })
    assert.deepEqual((await call(`GET ${provider}`, { idp_id })).body, changed.body)
    assert.equal((await call(`DELETE ${provider}`, { idp_id })).status, 204)
    for (const method of ['GET', 'DELETE'] as const)
      assert.equal((await call(`${method} ${provider}`, { idp_id })).status, 404)
    const domain = await s.call('GET', `/v3/domains/${domain_id}`, { token: s.system })
    assert.equal(domain.status, 200)
  })

  test('an identity provider without a domain gets a new one, which stays when it is deleted', async () => {
    const { idp_id, body } = await newProvider()
    const { domain_id, ...rest } = body.identity_provider
    assert.deepEqual(
      [rest.enabled, rest.description, rest.remote_ids, rest.authorization_ttl],
      [false, null, [], null],
    )
    const shown = () => s.call('GET', `/v3/domains/${domain_id}`, { token: s.system })
    const { domain } = (await shown()).body
    assert.deepEqual([domain.name, domain.enabled], [domain_id, true])
    const none = await call(
      `PUT ${provider}`,
      { idp_id: fresh('idp') },
      { body: { identity_provider: { domain_id: null } } },
    )
    assert.match(none.body.identity_provider.domain_id, /^[0-9a-f]{32}$/)
    assert.notEqual(none.body.identity_provider.domain_id, domain_id)
    assert.equal((await call(`DELETE ${provider}`, { idp_id })).status, 204)
    assert.equal((await shown()).status, 200)
  })

  test('an identity provider that is rejected leaves no domain behind', async () => {
    const remote = fresh('remote')
    await newProvider({ remote_ids: [remote] })
    const domains = async () => (await s.call('GET', '/v3/domains', { token: s.system })).body.domains.length
    const before = await domains()
    const again = await call(`PUT ${provider}`, { idp_id: idp }, { body: { identity_provider: {} } })
    assert.equal(again.status, 409)
    assert.equal((await newProvider({ remote_ids: [fresh('other'), remote] })).status, 409)
    assert.equal(await domains(), before)
  })

  test('a remote id belongs to one identity provider', async () => {
    const [mine, yours] = [fresh('remote'), fresh('remote')]
    const { idp_id } = await newProvider({ remote_ids: [mine] })
    const other = (await newProvider({ remote_ids: [yours] })).idp_id
    const set = async (id: string, remote_ids: unknown) =>
      (await call(`PATCH ${provider}`, { idp_id: id }, { body: { identity_provider: { remote_ids } } }))
        .status
    const idsOf = async (id: string) =>
      (await call(`GET ${provider}`, { idp_id: id })).body.identity_provider.remote_ids
    assert.equal(await set(other, [yours, mine]), 409)
    assert.deepEqual([await idsOf(idp_id), await idsOf(other)], [[mine], [yours]])
    assert.equal(await set(idp_id, [fresh('remote')]), 200)
    assert.equal(await set(other, [yours, mine]), 200)
    assert.equal(await set(other, null), 200)
    assert.deepEqual(await idsOf(other), [])
    assert.equal(await set(idp_id, [mine, yours]), 200)
    assert.equal((await call(`DELETE ${provider}`, { idp_id })).status, 204)
    assert.equal(await set(other, [mine]), 200)
  })

  test('20 concurrent identity providers with one remote id: one of them has it', async () => {
    const remote = fresh('remote')
    const answers = await Promise.all(Array.from({ length: 20 }, () => newProvider({ remote_ids: [remote] })))
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [201, ...Array.from({ length: 19 }, () => 409)])
  })

  test('invalid identity providers are 400, an unknown domain is 404, and nothing changes', async () => {
    const before = await call(`GET ${provider}`, { idp_id: idp })
    for (const attributes of [
      { enabled: 'maybe' },
      { enabled: null },
      { description: 1 },
      { description: 'a\0b' },
      { remote_ids: 'one' },
      { remote_ids: [1] },
      { remote_ids: ['twice', 'twice'] },
      { remote_ids: ['x'.repeat(65)] },
      { remote_ids: ['a\0b'] },
      { remote_ids: Array.from({ length: 101 }, (_, at) => `remote ${at}`) },
      { authorization_ttl: -1 },
      { authorization_ttl: 1.5 },
      { authorization_ttl: '5' },
      { authorization_ttl: 2 ** 31 },
      { name: 'unknown' },
    ]) {
      assert.equal((await newProvider(attributes)).status, 400, JSON.stringify(attributes))
      const body = { identity_provider: attributes }
      const changed = await call(`PATCH ${provider}`, { idp_id: idp }, { body })
      assert.equal(changed.status, 400, JSON.stringify(attributes))
    }
    for (const attributes of [{}, { id: idp }, { domain_id: 'default' }])
      assert.equal(
        (await call(`PATCH ${provider}`, { idp_id: idp }, { body: { identity_provider: attributes } }))
          .status,
        400,
      )
    assert.equal((await newProvider({ domain_id: 'f'.repeat(32) })).status, 404)
    for (const idp_id of ['x'.repeat(65), 'a\0b'])
      assert.equal(
        (await call(`PUT ${provider}`, { idp_id }, { body: { identity_provider: {} } })).status,
        400,
      )
    assert.deepEqual((await call(`GET ${provider}`, { idp_id: idp })).body, before.body)
  })

  test('a protocol is created, shown, listed, changed and deleted', async () => {
    const made = await newProtocol('saml2', {
      mapping_id: mapped,
      remote_id_attribute: 'Shib-Identity-Provider',
    })
    const link = `http://muster.test/v3/OS-FEDERATION/identity_providers/${idp}`
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.protocol, {
      id: 'saml2',
      idp_id: idp,
      mapping_id: mapped,
      remote_id_attribute: 'Shib-Identity-Provider',
      links: { self: `${link}/protocols/saml2`, identity_provider: link },
    })
    const key = { idp_id: idp, protocol_id: 'saml2' }
    assert.deepEqual((await call(`GET ${protocol}`, key)).body, made.body)
    const other = await newProtocol('openid')
    assert.equal(other.body.protocol.remote_id_attribute, null)
    assert.deepEqual((await call(`GET ${protocols}`, key)).body.protocols, [
      other.body.protocol,
      made.body.protocol,
    ])
    const change = { mapping_id: (await newMapping()).mapping_id }
    const changed = await call(`PATCH ${protocol}`, key, { body: { protocol: change } })
    assert.deepEqual(changed.body.protocol, { ...made.body.protocol, ...change })
    const both = { ...change, remote_id_attribute: '' }
    assert.equal(
      (await call(`PATCH ${protocol}`, key, { body: { protocol: both } })).body.protocol.remote_id_attribute,
      '',
    )
    assert.equal((await newProtocol('saml2')).status, 409)
    assert.equal((await call(`DELETE ${protocol}`, key)).status, 204)
    for (const method of ['GET', 'DELETE'] as const)
      assert.equal((await call(`${method} ${protocol}`, key)).status, 404)
    assert.deepEqual((await call(`GET ${protocols}`, key)).body.protocols, [other.body.protocol])
  })

  test('two identity providers have protocols of the same name; one is deleted with its provider', async () => {
    const other = (await newProvider()).idp_id
    await newProtocol('saml2')
    await newProtocol('saml2', { mapping_id: mapped }, other)
    assert.equal((await call(`DELETE ${provider}`, { idp_id: idp })).status, 204)
    assert.equal((await call(`GET ${protocol}`, { idp_id: idp, protocol_id: 'saml2' })).status, 404)
    assert.equal((await call(`GET ${protocols}`, { idp_id: idp })).status, 404)
    assert.equal((await call(`GET ${protocol}`, { idp_id: other, protocol_id: 'saml2' })).status, 200)
    await call(`PUT ${provider}`, { idp_id: idp }, { body: { identity_provider: {} } })
    assert.deepEqual((await call(`GET ${protocols}`, { idp_id: idp })).body.protocols, [])
  })

  test('a protocol needs an existing mapping and an existing identity provider', async () => {
    await newProtocol('saml2')
    const key = { idp_id: idp, protocol_id: 'saml2' }
    const before = await call(`GET ${protocol}`, key)
    for (const attributes of [
      {},
      { mapping_id: fresh('unknown') },
      { mapping_id: null },
      { mapping_id: '' },
      { mapping_id: 'a\0b' },
      { mapping_id: mapped, remote_id_attribute: 'x'.repeat(65) },
      { mapping_id: mapped, remote_id_attribute: 'a\0b' },
      { mapping_id: mapped, id: 'saml2' },
      { remote_id_attribute: 'alone' },
    ]) {
      assert.equal((await newProtocol('openid', attributes)).status, 400, JSON.stringify(attributes))
      const changed = await call(`PATCH ${protocol}`, key, { body: { protocol: attributes } })
      assert.equal(changed.status, 400, JSON.stringify(attributes))
    }
    const noAttribute = { mapping_id: mapped, remote_id_attribute: null }
    assert.equal((await call(`PATCH ${protocol}`, key, { body: { protocol: noAttribute } })).status, 400)
    assert.equal((await newProtocol('saml2', { mapping_id: mapped }, fresh('unknown'))).status, 404)
    assert.equal((await newProtocol('x'.repeat(65))).status, 400)
    assert.deepEqual((await call(`GET ${protocol}`, key)).body, before.body)
    assert.equal((await call(`GET ${protocol}`, { ...key, protocol_id: 'openid' })).status, 404)
  })

  test('a mapping is created, shown, listed, replaced and deleted', async () => {
    const made = await newMapping({ rules, schema_version: '2.0' })
    const { mapping_id } = made
    assert.equal(made.status, 201)
    assert.deepEqual(made.body.mapping, {
      id: mapping_id,
      rules,
      schema_version: '2.0',
      links: { self: `http://muster.test/v3/OS-FEDERATION/mappings/${mapping_id}` },
    })
    assert.deepEqual((await call(`GET ${mapping}`, { mapping_id })).body, made.body)
    const listed = (await call(`GET ${mappings}`)).body.mappings.filter(
      ({ id }: { id: string }) => id === mapping_id,
    )
    assert.deepEqual(listed, [made.body.mapping])
    const other = [{ local: [{ group: { id: 'g' } }], remote: [{ type: 'groups', any_one_of: ['a'] }] }]
    const changed = await call(`PATCH ${mapping}`, { mapping_id }, { body: { mapping: { rules: other } } })
    assert.deepEqual(changed.body.mapping, { ...made.body.mapping, rules: other, schema_version: '1.0' })
    assert.deepEqual((await call(`GET ${mapping}`, { mapping_id })).body, changed.body)
    assert.equal((await call(`PUT ${mapping}`, { mapping_id }, { body: { mapping: { rules } } })).status, 409)
    assert.equal((await call(`DELETE ${mapping}`, { mapping_id })).status, 204)
    for (const method of ['GET', 'DELETE'] as const)
      assert.equal((await call(`${method} ${mapping}`, { mapping_id })).status, 404)
  })

  test('a protocol stays when its mapping is deleted, and cannot be given another unknown one', async () => {
    await newProtocol('saml2')
    assert.equal((await call(`DELETE ${mapping}`, { mapping_id: mapped })).status, 204)
    const key = { idp_id: idp, protocol_id: 'saml2' }
    assert.equal((await call(`GET ${protocol}`, key)).body.protocol.mapping_id, mapped)
    const again = await call(`PATCH ${protocol}`, key, { body: { protocol: { mapping_id: mapped } } })
    assert.equal(again.status, 400)
  })

  test('an invalid mapping is 400 with the path of the mistake, and changes nothing', async () => {
    const [rule] = rules
    const withLocal = (local: unknown) => ({ rules: [{ ...rule, local: [local] }] })
    const withRemote = (remote: unknown) => ({ rules: [{ ...rule, remote: [remote] }] })
    const rows: readonly (readonly [object, RegExp])[] = [
      [{}, /rules/],
      [{ rules: [] }, /rules/],
      [{ rules: {} }, /rules/],
      [{ rules: [rule, 1] }, /rules\[1\] must be an object/],
      [{ rules: [{ ...rule, other: 1 }] }, /rules\[0\]\.other is not known/],
      [{ rules: [{ local: [] }] }, /rules\[0\]\.remote must be a list/],
      [{ rules: [{ ...rule, remote: [] }] }, /rules\[0\]\.remote must have at least one/],
      [withRemote({}), /rules\[0\]\.remote\[0\]\.type must be text/],
      [
        withRemote({ type: 'a', any_one_of: ['a'], not_any_of: ['b'] }),
        /only one of any_one_of and not_any_of/,
      ],
      [withRemote({ type: 'a', any_one_of: 'a' }), /remote\[0\]\.any_one_of must be a list/],
      [withRemote({ type: 'a', any_one_of: [1] }), /any_one_of\[0\] must be text/],
      [withRemote({ type: 'a', regex: true }), /remote\[0\]\.regex needs one of/],
      [withRemote({ type: 'a', whitelist: ['a'], regex: 'yes' }), /regex must be a boolean/],
      [
        withRemote({ type: 'a', whitelist: ['(?=a)'], regex: true }),
        /whitelist\[0\] has a lookahead or lookbehind, .*linear time/,
      ],
      [withRemote({ type: 'a', whitelist: ['(a)\\1'], regex: true }), /backreference .*linear time/],
      [withRemote({ type: 'a', whitelist: ['('], regex: true }), /not a valid regular expression/],
      [withLocal({ users: {} }), /local\[0\]\.users is not known/],
      [withLocal({ user: { name: '{1}' } }), /user\.name refers to \{1\}, but/],
      [withLocal({ user: { name: '{' } }), /user\.name has a brace/],
      [withLocal({ user: { name: '{0.__class__}' } }), /user\.name has a brace/],
      [withLocal({ user: { type: 'remote' } }), /user\.type must be ephemeral or local/],
      [withLocal({ user: { domain: { title: 'd' } } }), /user\.domain\.title is not known/],
      [withLocal({ group: { name: 'g' } }), /group must have id, or name and domain/],
      [withLocal({ group: { id: 'g', name: 'g', domain: { id: 'd' } } }), /group must have either/],
      [withLocal({ groups: ['g'] }), /groups must be text/],
      [
        withLocal({ projects: [{ name: 'p', roles: [{ id: 'r' }] }] }),
        /projects\[0\]\.roles\[0\]\.id is not known/,
      ],
      [
        withLocal({ projects: [{ name: 'p', roles: [], domain: { id: 'd' } }] }),
        /projects\[0\]\.domain is not known/,
      ],
      [withLocal({ projects_json: '{0}' }), /projects_json is not known/],
      [{ rules, schema_version: '3.0' }, /schema_version 3\.0 is not supported/],
      [{ rules, schema_version: '1.1' }, /schema_version must be/],
      [withLocal({ user: { name: 'x'.repeat(66_000) } }), /at most 65535 characters/],
      [withRemote({ type: 'a', any_one_of: Array.from({ length: 1001 }, () => 'a') }), /at most 1000 items/],
      [withRemote({ type: 'a', any_one_of: ['(?:a?){1000}'.repeat(9)], regex: true }), /too large/],
    ]
    const before = await call(`GET ${mapping}`, { mapping_id: mapped })
    for (const [attributes, message] of rows) {
      const created = await newMapping(attributes)
      const changed = await call(
        `PATCH ${mapping}`,
        { mapping_id: mapped },
        { body: { mapping: attributes } },
      )
      for (const { status, body } of [created, changed]) {
        assert.equal(status, 400, JSON.stringify(attributes).slice(0, 300))
        assert.match(body.error.message, message)
      }
      assert.equal((await call(`GET ${mapping}`, { mapping_id: created.mapping_id })).status, 404)
    }
    assert.deepEqual((await call(`GET ${mapping}`, { mapping_id: mapped })).body, before.body)
    for (const mapping_id of ['x'.repeat(65), 'a\0b'])
      assert.equal(
        (await call(`PUT ${mapping}`, { mapping_id }, { body: { mapping: { rules } } })).status,
        400,
      )
  })

  test('identity providers are deleted with their domain', async () => {
    const domain_id = await make('domain', 'domains', { name: fresh('domain') })
    const { idp_id } = await newProvider({ domain_id, remote_ids: [fresh('remote')] })
    await newProtocol('saml2', { mapping_id: mapped }, idp_id)
    const path = `/v3/domains/${domain_id}`
    const disabled = { domain: { enabled: false } }
    assert.equal((await s.call('PATCH', path, { token: s.system, body: disabled })).status, 200)
    assert.equal((await s.call('DELETE', path, { token: s.system })).status, 204)
    assert.equal((await call(`GET ${provider}`, { idp_id })).status, 404)
    assert.equal((await call(`GET ${provider}`, { idp_id: idp })).status, 200)
    assert.equal((await call(`GET ${mapping}`, { mapping_id: mapped })).status, 200)
  })

  test('readers of the system read, members see nothing, and only administrators write', async () => {
    await newProtocol('saml2')
    const person = () => make('user', 'users', { name: fresh('user'), password })
    const [reading, joined] = [await person(), await person()]
    const project = await make('project', 'projects', { name: fresh('project') })
    const [reader, member] = [await roleNamed('reader'), await roleNamed('member')]
    await s.call('PUT', `/v3/system/users/${reading}/roles/${reader}`, { token: s.system })
    await s.call('PUT', `/v3/projects/${project}/users/${joined}/roles/${member}`, { token: s.system })
    const readerToken = await s.signIn({ id: reading, password }, { system: { all: true } })
    const memberToken = await s.signIn({ id: joined, password }, { project: { id: project } })
    const params = { idp_id: idp, protocol_id: 'saml2', mapping_id: mapped }
    const bodies = { identity_provider: {}, protocol: { mapping_id: mapped }, mapping: { rules } }
    const { mapping: aMapping, protocol: aProtocol } = bodies
    for (const route of [
      `GET ${providers}`,
      `GET ${provider}`,
      `GET ${protocols}`,
      `GET ${protocol}`,
      `GET ${mappings}`,
      `GET ${mapping}`,
    ] as const) {
      assert.equal((await call(route, params, { token: readerToken })).status, 200, route)
      assert.equal((await call(route, params, { token: memberToken })).status, 403, route)
      assert.equal((await call(route, params, { token: undefined })).status, 401, route)
    }
    for (const [route, body] of [
      [`PUT ${provider}`, { identity_provider: {} }],
      [`PATCH ${provider}`, { identity_provider: { enabled: true } }],
      [`DELETE ${provider}`, undefined],
      [`PUT ${protocol}`, { protocol: aProtocol }],
      [`PATCH ${protocol}`, { protocol: aProtocol }],
      [`DELETE ${protocol}`, undefined],
      [`PUT ${mapping}`, { mapping: aMapping }],
      [`PATCH ${mapping}`, { mapping: aMapping }],
      [`DELETE ${mapping}`, undefined],
    ] as const) {
      for (const token of [readerToken, memberToken])
        assert.equal((await call(route, params, { body, token })).status, 403, route)
      assert.equal((await call(route, params, { body, token: undefined })).status, 401, route)
    }
    assert.equal((await call(`GET ${protocol}`, params)).status, 200)
  })

  test('an identity provider, protocol or mapping that does not exist is 404 to an administrator, 403 to a member', async () => {
    const joined = await make('user', 'users', { name: fresh('user'), password })
    const project = await make('project', 'projects', { name: fresh('project') })
    const role = await roleNamed('member')
    await s.call('PUT', `/v3/projects/${project}/users/${joined}/roles/${role}`, { token: s.system })
    const token = await s.signIn({ id: joined, password }, { project: { id: project } })
    const params = { idp_id: 'unknown', protocol_id: 'unknown', mapping_id: 'unknown' }
    for (const [route, body] of [
      [`GET ${provider}`, undefined],
      [`PATCH ${provider}`, { identity_provider: { enabled: true } }],
      [`DELETE ${provider}`, undefined],
      [`GET ${protocols}`, undefined],
      [`GET ${protocol}`, undefined],
      [`PATCH ${protocol}`, { protocol: { mapping_id: mapped } }],
      [`DELETE ${protocol}`, undefined],
      [`GET ${mapping}`, undefined],
      [`PATCH ${mapping}`, { mapping: { rules } }],
      [`DELETE ${mapping}`, undefined],
    ] as const) {
      assert.equal((await call(route, params, { body })).status, 404, route)
      assert.equal((await call(route, params, { body, token })).status, 403, route)
    }
  })

  test('each change is in the event log', async () => {
    const kinds = async (type: string, id: string) => {
      const query = { subjectType: type, subjectId: id, descending: false, limit: 100 }
      await eventLogSettled(s.muster.store)
      const { rows } = await s.muster.store.reading.events.find(query)
      return rows.map(({ event }) => event.kind)
    }
    await newProtocol('saml2')
    const key = { idp_id: idp, protocol_id: 'saml2' }
    await call(`PATCH ${protocol}`, key, { body: { protocol: { mapping_id: mapped } } })
    await call(`DELETE ${protocol}`, key)
    await call(`PATCH ${provider}`, key, { body: { identity_provider: { enabled: true } } })
    await call(`DELETE ${provider}`, key)
    await call(`PATCH ${mapping}`, { mapping_id: mapped }, { body: { mapping: { rules } } })
    await call(`DELETE ${mapping}`, { mapping_id: mapped })
    assert.deepEqual(await kinds('identity_provider', idp), [
      'identity_provider.created',
      'federation_protocol.created',
      'federation_protocol.updated',
      'federation_protocol.deleted',
      'identity_provider.updated',
      'identity_provider.deleted',
    ])
    assert.deepEqual(await kinds('mapping', mapped), [
      'mapping.created',
      'mapping.updated',
      'mapping.deleted',
    ])
  })

  test('json-home names the routes as Keystone does', async () => {
    const home = await s.call('GET', '/v3', { headers: { accept: 'application/json-home' } })
    const extension = 'https://docs.openstack.org/api/openstack-identity/3/ext/OS-FEDERATION/1.0/rel/'
    for (const name of [
      'identity_providers',
      'identity_provider',
      'identity_provider_protocols',
      'identity_provider_protocol',
      'mappings',
      'mapping',
    ])
      assert.ok(home.body.resources[`${extension}${name}`], name)
  })

  test('every route of identity providers, protocols and mappings succeeded', () => {
    const reads = [providers, provider, protocols, protocol, mappings, mapping].map((path) => `GET ${path}`)
    const writes = [provider, protocol, mapping].flatMap((path) =>
      ['PUT', 'PATCH', 'DELETE'].map((method) => `${method} ${path}`),
    )
    assert.deepEqual([...called].toSorted(), [...reads, ...writes].toSorted())
  })
})
