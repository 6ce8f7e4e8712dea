import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachMuster } from './muster-server.ts'
import { openstackSuite } from './openstack-suite.ts'
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

  test('every operation of the seed was called', () => {
    assert.equal(openstackSeed.operations.length, openstackSeed.count)
    assert.deepEqual(notExercised(openstackSeed, called), [])
  })
})
