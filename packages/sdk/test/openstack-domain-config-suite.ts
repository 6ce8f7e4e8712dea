import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, ResourceNotFound } from '../src/openstack/index.ts'
import { unique } from './openstack-suite.ts'

type Started = { readonly connection: Connection; readonly close: () => Promise<void> }

/** The operations of seed 004 on the configuration of domains. */
export const domainConfigSuite = (start: () => Promise<Started>): void => {
  test('creates, reads, changes and deletes the configuration of a domain', async (t) => {
    const { connection, close } = await start()
    t.after(close)
    const { domains, domainConfigs } = connection.identity
    const domain = await domains.create({ name: unique() })
    await assert.rejects(domainConfigs.get(domain), ResourceNotFound)
    const config = {
      identity: { driver: 'ldap' },
      ldap: { url: 'ldaps://ldap.example', user_tree_dn: 'ou=a' },
    }
    assert.deepEqual(await domainConfigs.create(domain, config), config)
    assert.deepEqual(await domainConfigs.get(domain.id), config)
    const changed = await domainConfigs.update(domain, { identity: { driver: 'sql' } })
    assert.deepEqual(changed, { ...config, identity: { driver: 'sql' } })
    await domainConfigs.delete(domain)
    await domainConfigs.delete(domain, { ignoreMissing: false })
    await assert.rejects(domainConfigs.get(domain), ResourceNotFound)
    await domains.update(domain, { enabled: false })
    await domains.delete(domain)
  })
}
