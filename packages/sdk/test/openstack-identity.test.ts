import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection } from '../src/openstack/index.ts'
import { onEachMuster } from './muster-server.ts'
import { domainConfigSuite } from './openstack-domain-config-suite.ts'
import { servicesSuite } from './openstack-services-suite.ts'
import { adminOptions, openstackSuite } from './openstack-suite.ts'
import { recordCalls } from './recorded-calls.ts'
import { openstackSeed } from './seeds/openstack.ts'
import { notExercised } from './seeds/seed.ts'

onEachMuster('openstack: identity', (server) => {
  const called = new Set<string>()
  openstackSuite(
    () => {
      const authUrl = `${server().url}/v3`
      return { authUrl, adminPassword: server().adminPassword, endpointOverrides: { identity: authUrl } }
    },
    called,
    { hasPaging: true },
  )

  domainConfigSuite(async () => {
    const authUrl = `${server().url}/v3`
    const target = {
      authUrl,
      adminPassword: server().adminPassword,
      endpointOverrides: { identity: authUrl },
    }
    return { connection: recordCalls(new Connection(adminOptions(target)), called), close: async () => {} }
  })

  servicesSuite(() => {
    const authUrl = `${server().url}/v3`
    const { adminPassword } = server()
    return new Connection(adminOptions({ authUrl, adminPassword, endpointOverrides: { identity: authUrl } }))
  })

  test('every operation of the seed was called', () => {
    assert.equal(openstackSeed.operations.length, openstackSeed.count)
    assert.deepEqual(notExercised(openstackSeed, called), [])
  })
})
