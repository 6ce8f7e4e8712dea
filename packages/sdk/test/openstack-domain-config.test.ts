import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection, Forbidden, InvalidResponseError, ResourceNotFound } from '../src/openstack/index.ts'
import { keystoneError, startFakeKeystone } from './fake-keystone.ts'
import { sendJson } from './fake-server.ts'

const auth = { type: 'password', user: { id: 'u1' }, password: 'p' } as const

/** Rejects every configuration, and has none. */
const startKeystone = () =>
  startFakeKeystone(({ method }, response) => keystoneError(response, method === 'PUT' ? 403 : 404))

test('an invalid configuration is an error', async () => {
  const server = await startKeystone()
  const { identity } = new Connection({ authUrl: `${server.url}/v3`, auth })
  await assert.rejects(identity.domainConfigs.create('d', { unknown: { a: 1 } }), Forbidden)
  await assert.rejects(identity.domainConfigs.get('d'), ResourceNotFound)
  await server.close()
})

test('a configuration with an unexpected shape is an InvalidResponseError', async () => {
  for (const body of [{}, { config: null }, { config: { ldap: null } }]) {
    const server = await startFakeKeystone((_request, response) => sendJson(response, 200, body))
    const { identity } = new Connection({ authUrl: `${server.url}/v3`, auth })
    await assert.rejects(identity.domainConfigs.get('d'), InvalidResponseError)
    await server.close()
  }
})
