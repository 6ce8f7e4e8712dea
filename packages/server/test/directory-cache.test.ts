import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setDomainConfiguration } from '../src/core/directory/domain-configuration/set-domain-configuration.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { listUsers } from '../src/core/directory/users/list-users.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { onEachDatabase } from './databases.ts'
import { entries, ldapOptions, person, userDn } from './directory-entries.ts'
import { startLdapServer } from './ldap-server.ts'
import { createTestCore } from './test-core.ts'

onEachDatabase('what was read from a directory', (makePlace) => {
  test('is read again after directory_cache_seconds, also while the directory does not respond', async () => {
    const ldap = await startLdapServer(entries())
    const c = await createTestCore(await makePlace(), { directoryCacheSeconds: 10 })
    try {
      const { id: domainId } = await c.run(createDomain, { name: 'corp' })
      await c.run(setDomainConfiguration, {
        domainId,
        config: { identity: { driver: 'ldap' }, ldap: ldapOptions(ldap.url) },
      })
      const list = () => c.run(listUsers, { where: [eq('domain_id', domainId)], page: { limit: 10 } })
      const alice = (await list()).rows.find(({ name }) => name === 'alice')
      const show = () => c.run(getUser, { id: alice?.id ?? '' })
      assert.equal((await show()).email, 'alice@example.org')

      ldap.entries.set(userDn('alice'), person('alice', { mail: ['new@example.org'] }))
      const before = ldap.requests.length
      c.advanceTime(9_000)
      assert.equal((await show()).email, 'alice@example.org')
      assert.equal((await list()).rows.length, 3)
      assert.equal(ldap.requests.length, before)
      c.advanceTime(1_000)
      assert.equal((await show()).email, 'new@example.org')
      assert.ok(ldap.requests.length > before)

      await ldap.close()
      assert.equal((await show()).email, 'new@example.org')
      c.advanceTime(10_000)
      await assert.rejects(show(), { kind: 'unavailable', code: 'directory_unavailable' })
    } finally {
      await c.close()
      await ldap.close()
    }
  })
})
