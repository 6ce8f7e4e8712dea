import type { TestServer } from '../../packages/server/test/test-server.ts'

export type FilledServices = {
  readonly serviceId: string
  readonly policyId: string
  readonly endpointGroupId: string
}

const endpoints = ['public', 'internal', 'admin'] as const

const rules = [
  {
    local: [{ user: { name: '{0}', email: '{1}' }, groups: '{2}', domain: { name: 'Analytical Engines' } }],
    remote: [{ type: 'OIDC-preferred_username' }, { type: 'OIDC-email' }, { type: 'OIDC-groups' }],
  },
]

/** The objects of Identity v3 that other services use, and a federation. */
export const fillServices = async (
  s: TestServer,
  { domainId, projectId }: { readonly domainId: string; readonly projectId: string },
): Promise<FilledServices> => {
  const send = async (method: string, path: string, body: object) => {
    const answer = await s.call(method, `/v3${path}`, { token: s.admin, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const create = async (noun: string, path: string, body: object): Promise<{ id: string }> => {
    const { [noun]: made } = await send('POST', path, { [noun]: body })
    return Array.isArray(made) ? made[0] : made
  }
  for (const [id, parent] of [['europe'], ['europe-north', 'europe'], ['europe-west', 'europe'], ['asia']])
    await create('region', '/regions', {
      id,
      ...(parent ? { parent_region_id: parent, description: 'Three data centres' } : {}),
    })
  const nova = await create('service', '/services', {
    type: 'compute',
    name: 'nova',
    description: 'Virtual machines',
  })
  await create('service', '/services', { type: 'object-store', name: 'swift', enabled: false })
  for (const region of ['europe-north', 'europe-west'])
    for (const kind of endpoints)
      await create('endpoint', '/endpoints', {
        service_id: nova.id,
        interface: kind,
        region_id: region,
        url: `https://compute.${kind === 'public' ? '' : `${kind}.`}${region}.example.org:8774/v2.1`,
      })
  await send('POST', '/registered_limits', {
    registered_limits: [
      { service_id: nova.id, resource_name: 'servers', default_limit: 20, description: 'Virtual machines' },
      { service_id: nova.id, resource_name: 'memory_mib', default_limit: 51_200 },
      { service_id: nova.id, region_id: 'europe-north', resource_name: 'key_pairs', default_limit: -1 },
    ],
  })
  await send('POST', '/limits', {
    limits: [
      { project_id: projectId, service_id: nova.id, resource_name: 'servers', resource_limit: 250 },
      { project_id: projectId, service_id: nova.id, resource_name: 'memory_mib', resource_limit: 1_048_576 },
    ],
  })
  const policy = await create('policy', '/policies', {
    type: 'application/json',
    blob: JSON.stringify({ 'servers:create': 'role:member', 'servers:delete': 'role:manager' }, null, 2),
  })
  const group = await create('endpoint_group', '/OS-EP-FILTER/endpoint_groups', {
    name: 'Public endpoints of the north',
    description: 'For customers without a peering',
    filters: { interface: 'public', region_id: 'europe-north' },
  })
  await send('PUT', `/OS-EP-FILTER/endpoint_groups/${group.id}/projects/${projectId}`, {})
  await send('PUT', '/OS-FEDERATION/mappings/staff', { mapping: { rules } })
  await send('PUT', '/OS-FEDERATION/identity_providers/keycloak', {
    identity_provider: {
      domain_id: domainId,
      enabled: true,
      description: 'The staff of the company',
      remote_ids: ['https://id.example.org/realms/staff'],
    },
  })
  await send('PUT', '/OS-FEDERATION/identity_providers/keycloak/protocols/openid', {
    protocol: { mapping_id: 'staff' },
  })
  return { serviceId: nova.id, policyId: policy.id, endpointGroupId: group.id }
}
