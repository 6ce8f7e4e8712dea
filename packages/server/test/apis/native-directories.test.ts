import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { base, entries, ldapOptions } from '../directory-entries.ts'
import { type LdapServer, startLdapServer } from '../ldap-server.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('tests of directories at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  let ldap: LdapServer
  before(async () => {
    s = await startTestServer(await makePlace(), { MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8' })
    n = await nativeClient(s)
    ldap = await startLdapServer(entries())
  })
  after(async () => {
    await ldap.close()
    await s.close()
  })

  const run = (domainId: string, options: object, secret = n.admin) =>
    n.call('POST', `/domains/${domainId}/directory/test`, { secret, body: { options } })
  const newDomain = async (config?: object) => {
    const { id } = await n.newDomain()
    if (config) {
      const path = `/v3/domains/${id}/config`
      const { status } = await s.call('PUT', path, { token: s.admin, body: { config: { ldap: config } } })
      assert.equal(status, 201)
    }
    return id
  }

  test('reads one user and one group, and stores nothing', async () => {
    const id = await newDomain()
    const { status, body } = await run(id, ldapOptions(ldap.url))
    assert.equal(status, 200)
    const [users, groups] = body.checks
    assert.deepEqual([users.part, users.outcome, users.reason], ['users', 'passed', null])
    assert.deepEqual([groups.part, groups.outcome, groups.reason], ['groups', 'passed', null])
    assert.ok(['alice', 'bob', 'carol'].includes(users.name))
    assert.ok(['engineers', 'empty'].includes(groups.name))
    assert.equal((await s.call('GET', `/v3/domains/${id}/config`, { token: s.admin })).status, 404)
  })

  test('says what failed, without the password', async () => {
    const id = await newDomain()
    const failed = async (more: object) => {
      const { status, body } = await run(id, { ...ldapOptions(ldap.url), ...more })
      assert.equal(status, 200)
      assert.ok(!JSON.stringify(body).includes('wrong-secret'))
      return body.checks
    }
    const [bind, skipped] = await failed({ password: 'wrong-secret' })
    assert.deepEqual([bind.outcome, bind.reason], ['failed', 'it rejects ldap.user and ldap.password'])
    assert.equal(skipped.outcome, 'skipped')
    const [closed] = await failed({ url: 'ldap://127.0.0.1:1' })
    assert.deepEqual([closed.outcome, closed.reason], ['failed', 'no connection (ECONNREFUSED)'])
    const [empty] = await failed({ user_tree_dn: `ou=groups,${base}` })
    assert.deepEqual([empty.outcome, empty.name], ['passed', null])
  })

  test('a directory that does not respond fails within its time-out', async () => {
    const id = await newDomain()
    ldap.hanging = true
    const { body } = await run(id, { ...ldapOptions(ldap.url), pool_connection_timeout: 1 })
    ldap.hanging = false
    assert.equal(body.checks[0].outcome, 'failed')
  })

  test('uses the stored password for the stored server only', async () => {
    const { password: _, ...shown } = ldapOptions(ldap.url)
    const id = await newDomain(ldapOptions(ldap.url))
    assert.equal((await run(id, {})).body.checks[0].outcome, 'passed')
    assert.equal((await run(id, shown)).body.checks[0].outcome, 'passed')
    const other = await run(id, { url: 'ldap://127.0.0.2:389' })
    assert.equal(problemOf(other), 'domain_option_invalid')
    assert.equal(other.body.errors[0].pointer, '/options.password')
  })

  test('rejects options that a configuration cannot have', async () => {
    const id = await newDomain()
    for (const options of [{ unknown: 'x' }, { url: 'http://a' }, { user_filter: '((' }, { page_size: 'x' }])
      assert.ok([400, 403].includes((await run(id, options)).status), JSON.stringify(options))
    const outside = await run(id, { url: 'ldap://10.0.0.1' })
    assert.equal(problemOf(outside), 'url_refused')
  })

  test('only administrators test directories', async () => {
    const { id, secret } = await n.newDomain()
    for (const other of [secret, await n.newReader('default')])
      assert.ok([403, 404].includes((await run(id, ldapOptions(ldap.url), other)).status))
  })
})
