import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection, Forbidden, InvalidResponseError, ResourceNotFound } from '../src/openstack/index.ts'
import { keystoneError, startFakeKeystone } from './fake-keystone.ts'
import { sendJson } from './fake-server.ts'
import { keystoneOnlySuite } from './openstack-keystone-suite.ts'
import { recordCalls } from './recorded-calls.ts'
import { openstackSeed } from './seeds/openstack.ts'

const auth = { type: 'password', user: { id: 'u1' }, password: 'p' } as const

/** Domain configuration as Keystone implements it (keystone.md section 12). */
const startKeystone = () => {
  const domains = new Map<string, { id: string; name: string; enabled: boolean }>()
  const configs = new Map<string, Record<string, Record<string, unknown>>>()
  let ids = 0
  return startFakeKeystone(({ method, url, body }, response) => {
    const { pathname } = new URL(url, 'http://fake')
    const [, , , id = '', config] = pathname.split('/')
    const input = body === '' ? {} : JSON.parse(body)
    if (config === 'config') {
      const stored = configs.get(id)
      if (method === 'DELETE') {
        configs.delete(id)
        return response.writeHead(204).end()
      }
      if (method === 'GET' && !stored) return keystoneError(response, 404)
      if (method === 'PUT' && input.config.unknown) return keystoneError(response, 403)
      if (method === 'PUT') configs.set(id, input.config)
      if (method === 'PATCH') configs.set(id, { ...stored, ...input.config })
      return sendJson(response, method === 'PUT' && !stored ? 201 : 200, { config: configs.get(id) })
    }
    if (method === 'POST') {
      const created = { ...input.domain, id: `id-${++ids}` }
      domains.set(created.id, created)
      return sendJson(response, 201, { domain: created })
    }
    const domain = domains.get(id)
    if (!domain) return keystoneError(response, 404)
    if (method === 'DELETE') {
      domains.delete(id)
      return response.writeHead(204).end()
    }
    if (method === 'PATCH') domains.set(id, { ...domain, ...input.domain })
    return sendJson(response, 200, { domain: domains.get(id) })
  })
}

const called = new Set<string>()

keystoneOnlySuite(async () => {
  const server = await startKeystone()
  const connection = new Connection({ authUrl: `${server.url}/v3`, auth, retries: 0 })
  return { connection: recordCalls(connection, called), close: server.close }
})

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

test('every operation of the seed that Muster lacks was called', () => {
  const missing = openstackSeed.operations.filter(
    ({ notInMuster, implementation }) => notInMuster !== undefined && !called.has(implementation),
  )
  assert.deepEqual(missing, [])
})
