import assert from 'node:assert/strict'
import { keystone } from '@muster/contract/keystone/all.ts'
import type { Operation } from '@muster/contract/operation.ts'
import type { Call, Called, TestServer } from '../test-server.ts'
import { delegationsOf } from './keystone-delegations.ts'
import { type Given, sampleOf } from './schema-samples.ts'

export const operations: readonly (readonly [string, Operation])[] = Object.entries(keystone)

export type Things = Readonly<Record<string, string>>

export type Person = { readonly id: string; readonly projectId: string; readonly token: string }

/** Two domains, with one object of every kind in the first, and users without access to it. */
export type Fixture = {
  readonly domainA: string
  readonly domainB: string
  /** The value of each path parameter in the first domain; `new …` for ids created by PUT. */
  readonly things: Things
  /** Names and ids of objects of the first domain, to detect them in responses. */
  readonly marks: readonly string[]
  /** A member of one project in the first domain, without other roles. */
  readonly plain: Person
  /** A caller with a token for the second domain. */
  readonly adminB: Person
  readonly managerB: Person
  readonly readerB: Person
  /** Path parameters of objects that belong to the project member. */
  readonly ownThings: Things
  /** The user of the first domain, with a new project token for each call. */
  readonly subject: () => Promise<string>
}

const password = 'one phrase for all users'

/** Names the user by an attribute. */
export const sampleRules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]

export const makeFixture = async (s: TestServer): Promise<Fixture> => {
  const ok = async (method: string, path: string, body?: object): Promise<Called['body']> => {
    const answer = await s.call(method, `/v3${path}`, { token: s.system, ...(body ? { body } : {}) })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const make = async (noun: string, collection: string, attributes: object): Promise<string> =>
    (await ok('POST', `/${collection}`, { [noun]: attributes }))[noun].id
  const domain = (name: string) => make('domain', 'domains', { name })
  const role = (name: string, more: object = {}) => make('role', 'roles', { name, ...more })
  const roleNamed = async (name: string): Promise<string> =>
    (await ok('GET', `/roles?name=${name}`)).roles[0].id

  const [domainA, domainB] = [await domain('alpha-domain'), await domain('beta-domain')]
  const userId = await make('user', 'users', { name: 'alpha-user', domain_id: domainA, password })
  const groupId = await make('group', 'groups', { name: 'alpha-group', domain_id: domainA })
  const projectId = await make('project', 'projects', {
    name: 'alpha-project',
    domain_id: domainA,
    tags: ['alpha-tag'],
  })
  const [roleId, impliedId] = [await role('alpha-role'), await role('alpha-implied')]
  const regionId = await make('region', 'regions', { description: 'alpha-region' })
  const serviceId = await make('service', 'services', { type: 'sample', name: 'alpha-service' })
  const endpointId = await make('endpoint', 'endpoints', {
    service_id: serviceId,
    region_id: regionId,
    interface: 'public',
    url: 'http://alpha.example',
  })
  const endpointGroupId = await make('endpoint_group', 'OS-EP-FILTER/endpoint_groups', {
    name: 'alpha-endpoint-group',
    filters: { service_id: serviceId },
  })
  const filteredId = await make('project', 'projects', { name: 'alpha-filtered', domain_id: domainA })
  await ok('PUT', `/OS-EP-FILTER/projects/${filteredId}/endpoints/${endpointId}`)
  await ok('PUT', `/OS-EP-FILTER/endpoint_groups/${endpointGroupId}/projects/${filteredId}`)
  // Of another service, which cannot be deleted while it has registered limits.
  const limitedId = await make('service', 'services', { type: 'limited' })
  const { registered_limits } = await ok('POST', '/registered_limits', {
    registered_limits: ['used', 'sample', 'unused'].map((resource_name) => ({
      service_id: limitedId,
      resource_name,
      default_limit: 1,
    })),
  })
  const limit = { project_id: projectId, service_id: limitedId, resource_name: 'used', resource_limit: 1 }
  const { limits } = await ok('POST', '/limits', { limits: [limit] })
  await ok('PUT', `/domains/${domainA}/config`, {
    config: { identity: { list_limit: 10 }, ldap: { url: 'ldap://ldap.example', user_tree_dn: 'ou=alpha' } },
  })
  const policyId = await make('policy', 'policies', { type: 'text/plain', blob: 'alpha-policy' })
  const associations = `/policies/${policyId}/OS-ENDPOINT-POLICY`
  await ok('PUT', `${associations}/endpoints/${endpointId}`)
  await ok('PUT', `${associations}/services/${serviceId}`)
  await ok('PUT', `${associations}/services/${serviceId}/regions/${regionId}`)
  const serviceProvider = { auth_url: 'http://sp.example/auth', sp_url: 'http://sp.example' }
  await ok('PUT', '/OS-FEDERATION/service_providers/alpha-provider', { service_provider: serviceProvider })
  const providerId = 'alpha-provider'
  await ok('PUT', '/OS-FEDERATION/mappings/alpha-mapping', { mapping: { rules: sampleRules } })
  await ok('PUT', `/OS-FEDERATION/identity_providers/${providerId}`, {
    identity_provider: { domain_id: domainA },
  })
  await ok('PUT', `/OS-FEDERATION/identity_providers/${providerId}/protocols/alpha-protocol`, {
    protocol: { mapping_id: 'alpha-mapping' },
  })
  await ok('PUT', `/groups/${groupId}/users/${userId}`)
  await ok('PUT', `/roles/${roleId}/implies/${impliedId}`)
  for (const actor of [`users/${userId}`, `groups/${groupId}`]) {
    for (const place of [`domains/${domainA}`, `projects/${projectId}`]) {
      await ok('PUT', `/${place}/${actor}/roles/${roleId}`)
      await ok('PUT', `/OS-INHERIT/${place}/${actor}/roles/${roleId}/inherited_to_projects`)
    }
    await ok('PUT', `/system/${actor}/roles/${roleId}`)
  }

  const memberId = await roleNamed('member')
  // Some objects can only be created by a member.
  await ok('PUT', `/projects/${projectId}/users/${userId}/roles/${memberId}`)

  const subject = () => s.signIn({ id: userId, password }, { project: { id: projectId } })
  const trusteeId = await make('user', 'users', { name: 'alpha-trustee', domain_id: domainA })
  const person = async (name: string, domainId: string, roleName: string, onDomain: boolean) => {
    const id = await make('user', 'users', { name, domain_id: domainId, password })
    const own = await make('project', 'projects', { name: `project of ${name}`, domain_id: domainId })
    const place = onDomain ? `domains/${domainId}` : `projects/${own}`
    await ok('PUT', `/${place}/users/${id}/roles/${await roleNamed(roleName)}`)
    const scope = onDomain ? { domain: { id: domainId } } : { project: { id: own } }
    return { id, projectId: own, token: await s.signIn({ id, password }, scope) }
  }
  const plain = await person('plain', domainA, 'member', false)
  const things: Things = {
    domain_id: domainA,
    user_id: userId,
    group_id: groupId,
    project_id: projectId,
    role_id: roleId,
    prior_role_id: roleId,
    implied_role_id: impliedId,
    region_id: regionId,
    service_id: serviceId,
    endpoint_id: endpointId,
    policy_id: policyId,
    group: 'ldap',
    option: 'url',
    limit_id: limits[0].id,
    'limited service_id': limitedId,
    registered_limit_id: registered_limits[2].id,
    idp_id: providerId,
    protocol_id: 'alpha-protocol',
    mapping_id: 'alpha-mapping',
    'new idp_id': 'alpha-other-provider',
    'of-provider protocol_id': 'alpha-other-protocol',
    'new mapping_id': 'alpha-other-mapping',
    endpoint_group_id: endpointGroupId,
    'OS-EP-FILTER project_id': filteredId,
    service_provider_id: 'alpha-provider',
    'new service_provider_id': 'alpha-other-provider',
    value: 'alpha-tag',
    'new value': 'alpha-other-tag',
    'new region_id': 'alpha-other-region',
    'new implied_role_id': await role('alpha-other-role'),
    trustor_user_id: userId,
    trustee_user_id: trusteeId,
    tenant_id: projectId,
    ...(await delegationsOf(s, { token: await subject(), userId, projectId, roleId, trusteeId })),
  }
  const own = { userId: plain.id, projectId: plain.projectId, roleId: memberId }
  return {
    domainA,
    domainB,
    things,
    ownThings: {
      ...things,
      user_id: plain.id,
      project_id: plain.projectId,
      role_id: memberId,
      trustor_user_id: plain.id,
      tenant_id: plain.projectId,
      ...(await delegationsOf(s, { token: plain.token, trusteeId, ...own })),
    },
    marks: [
      ...['domain_id', 'user_id', 'group_id', 'project_id', 'trust_id', 'credential_id'],
      ...['application_credential_id', 'access_rule_id', 'OS-EC2 credential_id', 'access_token_id'],
    ]
      .flatMap((key) => things[key] ?? [])
      .concat(['alpha-user', 'alpha-group', 'alpha-project', 'alpha-domain', 'sample blob']),
    plain,
    adminB: await person('admin of beta', domainB, 'admin', true),
    managerB: await person('manager of beta', domainB, 'manager', true),
    readerB: await person('reader of beta', domainB, 'reader', true),
    subject,
  }
}

export type Request = { readonly method: string; readonly url: string; readonly call: Call }

let count = 0

/** Which of the fixture's objects a request is about: new ones for a PUT that creates an object. */
const specialOf = ({ method, path }: Operation): string => {
  if (path.includes('/OS-EC2/')) return 'OS-EC2'
  if (path.startsWith('/OS-EP-FILTER/') && method !== 'PUT') return 'OS-EP-FILTER'
  if (path.endsWith('/protocols/{protocol_id}')) return method === 'PUT' ? 'of-provider' : ''
  return method === 'PUT' && !path.includes('/OS-ENDPOINT-POLICY/') ? 'new' : ''
}

/** A valid request for the given objects, with new names for created ones. */
export const requestFor = (operation: Operation, things: Things): Request => {
  const { method } = operation
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const special = specialOf(operation)
    return encodeURIComponent(things[`${special} ${name}`] ?? things[name] ?? 'nobody')
  })
  const inLimits = (name: string): unknown => {
    if (name === 'service_id') return things['limited service_id']
    if (name === 'project_id') return things[name]
    return name === 'resource_name' && operation.path === '/registered_limits'
      ? `sample-${++count}`
      : undefined
  }
  const input = (name: string): unknown => {
    if (name === 'config') return configFor(operation)
    if (name === 'tags') return method === 'PUT' ? ['alpha-tag'] : undefined
    if (name === 'roles') return [{ id: things['role_id'] }]
    if (name === 'rules') return sampleRules
    if (name === 'mapping_id') return things[name]
    if (method !== 'POST') return undefined
    if (name === 'name') return `sample-${++count}`
    if (operation.path === '/registered_limits' || operation.path === '/limits') return inLimits(name)
    return name.endsWith('_id') ? things[name] : undefined
  }
  return { method, url: `/v3${path}`, call: callOf(operation, input) }
}

/** A configuration of a domain, of the group or of the option in the path. */
const configFor = ({ path }: Operation) => {
  const url = 'ldap://sample.example'
  if (path.endsWith('/{option}')) return { url }
  const group = { ldap: { url, user_tree_dn: 'ou=alpha' } }
  return path.endsWith('/{group}') ? group : { ...group, identity: { list_limit: 5 } }
}

const callOf = ({ body, form }: Operation, input: Given): Call => {
  if (body === undefined) return {}
  const sample = sampleOf(body, input)
  if (form !== 'request') return { body: sample }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { headers, body: new URLSearchParams(sample as Record<string, string>).toString() }
}

/** Reads first and deletions last, the deepest first, so that each operation finds its objects. */
export const inSafeOrder = [...operations].sort(([, a], [, b]) => weight(a) - weight(b))

function weight({ method, path }: Operation): number {
  if (path === '/regions/{region_id}' && method === 'DELETE') return 1000
  if (method === 'DELETE') return path === '/auth/tokens' ? 10 : 100 - path.split('/').length
  return ['HEAD', 'GET', 'PUT', 'POST', 'PATCH'].indexOf(method)
}
