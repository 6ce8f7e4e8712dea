import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection } from '../../packages/sdk/src/openstack/index.ts'
import { openstackAuthSuite } from '../../packages/sdk/test/openstack-auth-suite.ts'
import { keystoneOnlySuite } from '../../packages/sdk/test/openstack-keystone-suite.ts'
import { adminOptions, openstackSuite } from '../../packages/sdk/test/openstack-suite.ts'
import { recordCalls } from '../../packages/sdk/test/recorded-calls.ts'
import { openstackSeed } from '../../packages/sdk/test/seeds/openstack.ts'
import { notExercised } from '../../packages/sdk/test/seeds/seed.ts'

/** The tests of `@muster/sdk/openstack` against the server of OS_AUTH_URL, whose user `admin` has OS_PASSWORD. */
const { OS_AUTH_URL: authUrl = '', OS_PASSWORD: adminPassword = '' } = process.env
const target = { authUrl, adminPassword }
const called = new Set<string>()

/** Muster lacks policies and domain configuration. */
const isKeystone = await (async () => {
  const connection = new Connection(adminOptions(target))
  const { status } = await connection.request({
    service: 'identity',
    method: 'GET',
    path: '/policies',
    accept: [404],
  })
  return status === 200
})()

openstackSuite(() => target, called)
openstackAuthSuite(() => target, { hasTotp: true })

if (isKeystone)
  keystoneOnlySuite(async () => ({
    connection: recordCalls(new Connection(adminOptions(target)), called),
    close: async () => {},
  }))

test('every operation of the seed was called', () => {
  const operations = openstackSeed.operations.map(({ notInMuster, ...operation }) =>
    notInMuster === undefined || isKeystone ? operation : { ...operation, notInMuster },
  )
  assert.deepEqual(notExercised({ ...openstackSeed, operations }, called), [])
})
