import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection, Unauthorized } from '../../packages/sdk/src/openstack/index.ts'
import { openstackAuthSuite } from '../../packages/sdk/test/openstack-auth-suite.ts'
import { domainConfigSuite } from '../../packages/sdk/test/openstack-domain-config-suite.ts'
import { adminOptions, openstackSuite } from '../../packages/sdk/test/openstack-suite.ts'
import { recordCalls } from '../../packages/sdk/test/recorded-calls.ts'
import { openstackSeed } from '../../packages/sdk/test/seeds/openstack.ts'
import { notExercised } from '../../packages/sdk/test/seeds/seed.ts'

/** The tests of `@muster/sdk/openstack` against the server of OS_AUTH_URL, whose user `admin` has OS_PASSWORD. */
const { OS_AUTH_URL: authUrl = '', OS_PASSWORD: adminPassword = '' } = process.env
const target = { authUrl, adminPassword }
const called = new Set<string>()

/** Keystone before 2024 returns whole lists. */
const hasPaging = await (async () => {
  const { identity } = new Connection(adminOptions(target))
  for await (const roles of identity.roles.list({ limit: 1 }).pages()) return roles.length === 1
  return false
})()

/** A server without the method responds with the methods that it has (keystone.md section 6.1). */
const hasTotp = await (async () => {
  const auth = { type: 'totp', user: { id: 'absent' }, passcode: '000000' } as const
  const error = await new Connection({ authUrl, auth }).authenticate().catch((thrown: unknown) => thrown)
  return !(error instanceof Unauthorized && JSON.stringify(error.body).includes('"methods"'))
})()

openstackSuite(() => target, called, { hasPaging })
openstackAuthSuite(() => target, { hasTotp })

domainConfigSuite(async () => ({
  connection: recordCalls(new Connection(adminOptions(target)), called),
  close: async () => {},
}))

test('every operation of the seed was called', () => {
  assert.deepEqual(notExercised(openstackSeed, called), [])
})
