import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Endpoint, Service } from './catalog.ts'
import type { Catalog } from './catalog-store.ts'
import { renderCatalog } from './render-catalog.ts'

const service = (id: string): Service => ({
  id,
  type: `type-${id}`,
  name: `name-${id}`,
  description: 'never shown',
  enabled: true,
  extra: { secret: 'never shown' },
})
const endpoint = (id: string, url: string, more: Partial<Endpoint> = {}): Endpoint => ({
  id,
  serviceId: 's',
  regionId: 'r1',
  interface: 'public',
  url,
  enabled: true,
  extra: {},
  ...more,
})
const inProject = { publicUrl: 'https://id.example', userId: 'U', projectId: 'P' }
const elsewhere = { publicUrl: 'https://id.example', userId: 'U', projectId: undefined }

const unfiltered = (...services: Catalog['services']): Catalog => ({ services, isFiltered: false })

describe('a rendered catalog', () => {
  test('shows the fields of keystone.md section 6.7 and no others', () => {
    const described = endpoint('e', 'http://h/%(tenant_id)s', { extra: { name: 'n', description: 'd' } })
    assert.deepEqual(
      renderCatalog(unfiltered({ service: service('s'), endpoints: [described] }), inProject),
      [
        {
          id: 's',
          type: 'type-s',
          name: 'name-s',
          endpoints: [
            {
              id: 'e',
              interface: 'public',
              region: 'r1',
              region_id: 'r1',
              url: 'http://h/P',
              name: 'n',
              description: 'd',
            },
          ],
        },
      ],
    )
  })

  test('extra attributes never override standard ones', () => {
    const sly = endpoint('e', 'http://h', {
      extra: { id: 'x', url: 'http://evil', interface: 'admin', region: 'x' },
    })
    const [entry] = renderCatalog(unfiltered({ service: service('s'), endpoints: [sly] }), inProject)
    assert.deepEqual(entry?.endpoints, [
      { id: 'e', interface: 'public', region: 'r1', region_id: 'r1', url: 'http://h' },
    ])
  })

  test('an endpoint without a region has null for both', () => {
    const [entry] = renderCatalog(
      unfiltered({ service: service('s'), endpoints: [endpoint('e', 'http://h', { regionId: null })] }),
      inProject,
    )
    assert.equal(entry?.endpoints[0]?.region, null)
    assert.equal(entry?.endpoints[0]?.region_id, null)
  })

  test('a broken template omits only its own endpoint', () => {
    const endpoints = [
      endpoint('a', 'http://h/%(what)s'),
      endpoint('b', 'http://h/%('),
      endpoint('c', 'http://h/c'),
    ]
    const [entry] = renderCatalog(unfiltered({ service: service('s'), endpoints }), inProject)
    assert.deepEqual(
      entry?.endpoints.map(({ id }) => id),
      ['c'],
    )
  })

  test('endpoints that need a project are omitted without one, and their service stays', () => {
    const services = [
      { service: service('s'), endpoints: [endpoint('a', 'http://h/$(project_id)s')] },
      { service: service('t'), endpoints: [endpoint('b', '$(public_endpoint)s/$(user_id)s')] },
      { service: service('u'), endpoints: [] },
    ]
    assert.deepEqual(
      renderCatalog(unfiltered(...services), elsewhere).map(({ id, endpoints }) => [
        id,
        endpoints.map(({ url }) => url),
      ]),
      [
        ['s', []],
        ['t', ['https://id.example/U']],
        ['u', []],
      ],
    )
  })

  test('a filtered catalog has no service without endpoints', () => {
    const services = [
      { service: service('s'), endpoints: [endpoint('a', 'http://h/%(')] },
      { service: service('t'), endpoints: [endpoint('b', 'http://h')] },
      { service: service('u'), endpoints: [] },
    ]
    const shown = (isFiltered: boolean) =>
      renderCatalog({ services, isFiltered }, inProject).map(({ id }) => id)
    assert.deepEqual(shown(true), ['t'])
    assert.deepEqual(shown(false), ['s', 't', 'u'])
  })
})
