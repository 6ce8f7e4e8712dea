import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type LdapServer, startLdapServer } from './ldap-server.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const base = 'dc=example,dc=org'
const userDn = (uid: string) => `uid=${uid},ou=users,${base}`
const person = (uid: string, more: Record<string, string[]> = {}) => ({
  objectclass: ['inetOrgPerson'],
  uid: [uid],
  cn: [uid.toUpperCase()],
  mail: [`${uid}@example.org`],
  userpassword: [`${uid}-password`],
  ...more,
})
const group = (cn: string, ...members: string[]) => ({
  objectclass: ['groupOfNames'],
  cn: [cn],
  member: members.map(userDn),
})

const entriesOf = () => ({
  [base]: { objectclass: ['organization'] },
  [`cn=reader,${base}`]: { objectclass: ['person'], cn: ['reader'], userpassword: ['reader-password'] },
  [`ou=users,${base}`]: { objectclass: ['organizationalUnit'] },
  [`ou=groups,${base}`]: { objectclass: ['organizationalUnit'] },
  [userDn('alice')]: person('alice'),
  [userDn('bob')]: person('bob', { employeetype: ['FALSE'] }),
  [userDn('carol')]: person('carol'),
  [`cn=engineers,ou=groups,${base}`]: group('engineers', 'alice', 'carol'),
  [`cn=empty,ou=groups,${base}`]: group('empty'),
})

const ldapOptions = (url: string) => ({
  url,
  user: `cn=reader,${base}`,
  password: 'reader-password',
  suffix: base,
  user_tree_dn: `ou=users,${base}`,
  user_id_attribute: 'uid',
  user_name_attribute: 'uid',
  user_enabled_attribute: 'employeeType',
  group_tree_dn: `ou=groups,${base}`,
  group_name_attribute: 'cn',
})

onEachDatabase('users of an LDAP directory', (makePlace) => {
  let s: TestServer
  let ldap: LdapServer
  let domain: string
  before(async () => {
    s = await startTestServer(await makePlace(), { MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8' })
    ldap = await startLdapServer(entriesOf())
    domain = (await s.call('POST', '/v3/domains', { token: s.system, body: { domain: { name: 'corp' } } })).body
      .domain.id
    const set = await s.call('PUT', `/v3/domains/${domain}/config`, {
      token: s.system,
      body: { config: { identity: { driver: 'ldap' }, ldap: ldapOptions(ldap.url) } },
    })
    assert.equal(set.status, 201, JSON.stringify(set.body))
  })
  after(async () => {
    await s.close()
    await ldap.close()
  })
  const get = (url: string) => s.call('GET', url, { token: s.system })

  test('lists, shows and signs in', async () => {
    const list = await get(`/v3/users?domain_id=${domain}`)
    assert.deepEqual(
      list.body.users.map(({ name, enabled }: { name: string; enabled: boolean }) => [name, enabled]).sort(),
      [['alice', true], ['bob', false], ['carol', true]],
    )
    const named = await get(`/v3/users?domain_id=${domain}&name=alice`)
    const [alice] = named.body.users
    assert.equal(alice.email, 'alice@example.org')
    assert.match(alice.id, /^[0-9a-f]{64}$/)
    assert.equal((await get(`/v3/users/${alice.id}`)).body.user.name, 'alice')
    const groups = await get(`/v3/groups?domain_id=${domain}`)
    assert.deepEqual(groups.body.groups.map((one: { name: string }) => one.name).sort(), ['empty', 'engineers'])
    const own = await get(`/v3/users/${alice.id}/groups`)
    assert.deepEqual(own.body.groups.map((one: { name: string }) => one.name), ['engineers'])
    const engineers = own.body.groups[0].id
    const members = await get(`/v3/groups/${engineers}/users`)
    assert.deepEqual(members.body.users.map((one: { name: string }) => one.name).sort(), ['alice', 'carol'])
    const token = await s.signIn({ name: 'alice', domain: { id: domain }, password: 'alice-password' })
    assert.ok(token)
  })
})
