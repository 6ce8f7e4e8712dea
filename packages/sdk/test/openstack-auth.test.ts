import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection } from '../src/openstack/index.ts'
import { onEachMuster } from './muster-server.ts'
import { openstackAuthSuite } from './openstack-auth-suite.ts'
import { adminOptions } from './openstack-suite.ts'

onEachMuster('openstack: authentication', (server) => {
  const target = () => {
    const authUrl = `${server().url}/v3`
    return { authUrl, adminPassword: server().adminPassword, endpointOverrides: { identity: authUrl } }
  }
  openstackAuthSuite(target, { hasTotp: true })

  test('operations use the identity endpoint of the catalog', async () => {
    const { identity } = new Connection(adminOptions(target()))
    const service = await identity.services.find('keystone', { ignoreMissing: false })
    for await (const endpoint of identity.endpoints.list({ serviceId: service }))
      await identity.endpoints.update(endpoint, { url: `${server().url}/v3` })
    const urls: string[] = []
    const { endpointOverrides: _none, ...options } = adminOptions(target())
    const hooks = { onRequest: ({ url }: { url: string }) => void urls.push(url) }
    const connection = new Connection({ ...options, authUrl: server().url, hooks })
    await connection.identity.users.find('admin')
    assert.deepEqual(urls, [
      `${server().url}/`,
      `${server().url}/v3/auth/tokens`,
      `${server().url}/v3/users/admin`,
      `${server().url}/v3/users`,
    ])
  })
})
