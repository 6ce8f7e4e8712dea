import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, ResourceNotFound } from '../src/openstack/index.ts'
import { all, unique } from './openstack-suite.ts'

type Started = { readonly connection: Connection; readonly close: () => Promise<void> }

/** The operations of seed 004 that Keystone has and Muster has not. */
export const keystoneOnlySuite = (start: () => Promise<Started>): void => {
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

  test('creates, finds, lists, changes and deletes policies', async (t) => {
    const { connection, close } = await start()
    t.after(close)
    const { policies } = connection.identity
    const type = unique()
    const policy = await policies.create({ type, blob: '{"a": "b"}', extra: { team: 'web' } })
    assert.deepEqual([policy.type, policy.blob, policy.extra], [type, '{"a": "b"}', { team: 'web' }])
    assert.equal((await policies.get(policy)).id, policy.id)
    assert.equal((await policies.find(policy.id))?.id, policy.id)
    assert.deepEqual(
      (await all(policies.list({ type }))).map(({ id }) => id),
      [policy.id],
    )
    assert.equal((await policies.update(policy, { blob: '{}' })).blob, '{}')
    await policies.delete(policy)
    await policies.delete(policy)
    await assert.rejects(policies.delete(policy, { ignoreMissing: false }), ResourceNotFound)
    assert.equal(await policies.find(policy.id), undefined)
  })
}
