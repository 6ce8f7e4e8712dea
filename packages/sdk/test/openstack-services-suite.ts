import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ArgumentError, Conflict, type Connection, ResourceNotFound } from '../src/openstack/index.ts'
import { all, roundTrip, unique } from './openstack-suite.ts'

/** The operations on limits, endpoint filters, policies of endpoints and federation, beyond seed 004. */
export const servicesSuite = (connect: () => Connection): void => {
  test('creates, reads, changes and deletes registered limits and limits', async () => {
    const { identity } = connect()
    const service = await identity.services.create({ type: unique() })
    const region = await identity.regions.create({ id: unique() })
    const project = await identity.projects.create({ name: unique() })
    const place = { serviceId: service.id, regionId: region.id }
    await roundTrip(
      identity.registeredLimits,
      { ...place, resourceName: 'servers', defaultLimit: 10, description: 'machines' },
      { defaultLimit: -1 },
      place,
    )
    const registered = await identity.registeredLimits.create({
      serviceId: service,
      regionId: region,
      resourceName: 'servers',
      defaultLimit: 10,
    })
    await roundTrip(
      identity.limits,
      { ...place, projectId: project.id, resourceName: 'servers', resourceLimit: 5 },
      { resourceLimit: 7, description: 'more' },
      { projectId: project },
    )
    const again = { serviceId: service, regionId: region, resourceName: 'servers', defaultLimit: 1 }
    await assert.rejects(identity.registeredLimits.create(again), Conflict)
    await assert.rejects(identity.limits.create({ serviceId: 's' } as never), ArgumentError)
    assert.equal((await identity.limits.model()).name, 'flat')
    await identity.registeredLimits.delete(registered)
    await identity.projects.delete(project)
    await identity.services.delete(service)
    await identity.regions.delete(region)
  })

  test('adds endpoints and endpoint groups to projects, and removes them', async () => {
    const { endpointFilter, endpointGroups, endpoints, projects, services } = connect().identity
    const service = await services.create({ type: unique() })
    const endpoint = await endpoints.create({ serviceId: service, interface: 'public', url: 'http://a.test' })
    const project = await projects.create({ name: unique() })
    const filters = { service_id: service.id, interface: 'public' } as const
    await roundTrip(endpointGroups, { name: unique(), filters }, { description: 'public ones' })
    const endpointGroup = await endpointGroups.create({ name: unique(), filters })
    const ids = async (list: Parameters<typeof all>[0]) =>
      (await all(list)).map((one) => (one as { id: string }).id)
    assert.deepEqual(await ids(endpointGroups.listEndpoints(endpointGroup)), [endpoint.id])
    await endpointGroups.addProject({ endpointGroup, project })
    assert.deepEqual(await ids(endpointGroups.listProjects(endpointGroup)), [project.id])
    assert.deepEqual(await ids(endpointFilter.listEndpointGroups(project)), [endpointGroup.id])
    assert.deepEqual(await ids(endpointFilter.listEndpoints(project)), [endpoint.id])
    await endpointGroups.removeProject({ endpointGroup, project })
    await endpointFilter.addEndpoint({ project, endpoint })
    assert.deepEqual(await ids(endpointFilter.listProjects(endpoint)), [project.id])
    await endpointFilter.removeEndpoint({ project, endpoint })
    assert.deepEqual(await ids(endpointFilter.listProjects(endpoint)), [])
    await endpointGroups.delete(endpointGroup)
    await projects.delete(project)
    await services.delete(service)
  })

  test('associates policies with endpoints, services and regions', async () => {
    const { endpoints, policies, regions, services } = connect().identity
    const service = await services.create({ type: unique() })
    const region = await regions.create({ id: unique() })
    const endpoint = await endpoints.create({
      serviceId: service,
      regionId: region,
      interface: 'public',
      url: 'http://a.test',
    })
    const policy = await policies.create({ type: 'text/plain', blob: 'text' })
    for (const place of [{ endpoint }, { service }, { service, region }]) {
      await policies.associate({ policy, ...place })
      assert.equal((await policies.forEndpoint(endpoint)).id, policy.id)
      const found = await all(policies.listEndpoints(policy))
      assert.deepEqual(
        found.map(({ id }) => id),
        [endpoint.id],
      )
      await policies.dissociate({ policy, ...place })
      await assert.rejects(policies.forEndpoint(endpoint), ResourceNotFound)
    }
    await assert.rejects(policies.associate({ policy } as never), ArgumentError)
    await policies.delete(policy)
    await endpoints.delete(endpoint)
    await services.delete(service)
    await regions.delete(region)
  })

  test('creates, reads, changes and deletes identity providers, protocols and mappings', async () => {
    const { federationProtocols: protocols, identityProviders, mappings } = connect().identity
    const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]
    await roundTrip(mappings, { id: unique(), rules, schemaVersion: '2.0' }, { rules, schemaVersion: '1.0' })
    const mapping = await mappings.create({ id: unique(), rules })
    await roundTrip(
      identityProviders,
      { id: unique(), enabled: true, remoteIds: [`https://${unique()}.test`], domainId: 'default' },
      { description: 'partners', authorizationTtl: 60 },
    )
    const provider = await identityProviders.create({ id: unique(), domainId: 'default' })
    await assert.rejects(identityProviders.create({ id: provider.id, domainId: 'default' }), Conflict)
    const protocol = await protocols.create(provider, { id: 'openid', mappingId: mapping })
    assert.deepEqual(
      [protocol.id, protocol.mappingId, protocol.identityProviderId],
      ['openid', mapping.id, provider.id],
    )
    const changed = await protocols.update(provider, 'openid', {
      mappingId: mapping,
      remoteIdAttribute: 'iss',
    })
    assert.equal(changed.remoteIdAttribute, 'iss')
    assert.deepEqual(await protocols.get(provider, 'openid'), changed)
    assert.deepEqual(await all(protocols.list(provider)), [changed])
    await protocols.delete(provider, protocol)
    await assert.rejects(protocols.get(provider, 'openid'), ResourceNotFound)
    await identityProviders.delete(provider)
    await mappings.delete(mapping)
  })

  test('shows the options of domains', async () => {
    const { identity, ldap } = await connect().identity.domainConfigs.defaults()
    assert.equal(identity?.['driver'], 'sql')
    assert.ok(ldap && 'url' in ldap && !('password' in ldap))
  })
}
