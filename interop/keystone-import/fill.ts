import type { Key } from '../../packages/server/test/oauth1-client.ts'
import { authorizeConsumer } from './authorize-consumer.ts'
import { callerOf, expecting, type Json, onProject, passwordAuth, system } from './client.ts'
import { fillFederation } from './fill-federation.ts'

export type Filled = {
  readonly projectId: string
  readonly user: { readonly id: string; readonly name: string; readonly password: string }
  readonly old: { readonly name: string; readonly password: string }
  readonly applicationCredential: { readonly id: string; readonly secret: string }
  readonly ec2: { readonly access: string; readonly secret: string }
  readonly trust: {
    readonly id: string
    readonly trustee: { readonly name: string; readonly password: string }
  }
  readonly consumer: Key
  readonly accessToken: Key
  /** Issued by Keystone: scoped to the project, the system and a trust, and one that was revoked. */
  readonly tokens: Readonly<
    Record<'project' | 'system' | 'trust' | 'applicationCredential' | 'revoked', string>
  >
}

/** Fills a Keystone through its API with every noun that Muster has. */
export const fill = async (url: string, adminPassword: string): Promise<Filled> => {
  const call = callerOf(url)
  const expect = expecting(call)
  const { token: admin } = await expect(201, 'POST', '/auth/tokens', {
    body: passwordAuth('admin', adminPassword, system),
  })
  const make = async (noun: string, path: string, body: object, token = admin): Promise<Json> =>
    Object.values((await expect(201, 'POST', path, { token, body: { [noun]: body } })).body)[0]
  const put = (path: string, body?: unknown, token = admin) => expect(204, 'PUT', path, { token, body })

  const domain = await make('domain', '/domains', {
    name: 'Müller & Söhne',
    description: 'second domain',
    options: { immutable: false },
    note: 'extra',
  })
  const closed = await make('domain', '/domains', { name: 'closed', enabled: false })
  const project = await make('project', '/projects', {
    name: 'engines',
    domain_id: 'default',
    description: 'Ünïcode ☂',
    tags: ['steam', 'brass'],
    options: { immutable: true },
    extra_of_project: { deep: [1, 2, { three: null }] },
  })
  const child = await make('project', '/projects', {
    name: 'valves',
    domain_id: 'default',
    parent_id: project.id,
  })
  await make('project', '/projects', {
    name: 'small valves',
    domain_id: 'default',
    parent_id: child.id,
    enabled: false,
  })
  const other = await make('project', '/projects', { name: 'engines', domain_id: domain.id })

  const password = 'Ä correct horse battery'
  const user = await make('user', '/users', {
    name: 'ada',
    domain_id: 'default',
    password: 'the first password',
    email: 'ada@example.org',
    description: 'An engineer',
    default_project_id: project.id,
    options: { ignore_password_expiry: true, ignore_lockout_failure_attempts: false },
    phone: '+49 1',
  })
  await expect(204, 'POST', `/users/${user.id}/password`, {
    body: { user: { original_password: 'the first password', password } },
  })
  const grace = await make('user', '/users', { name: 'grace', domain_id: 'default', password })
  await make('user', '/users', { name: 'disabled', domain_id: domain.id, password, enabled: false })
  await make('user', '/users', {
    name: 'no-password',
    domain_id: domain.id,
    options: { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] },
  })
  const group = await make('group', '/groups', {
    name: 'crew',
    domain_id: 'default',
    description: 'Who sails',
  })
  await make('group', '/groups', { name: 'crew', domain_id: domain.id })
  await put(`/groups/${group.id}/users/${user.id}`)

  const roles = (await expect(200, 'GET', '/roles', { token: admin })).body['roles']
  const roleId = (name: string) => roles.find((role: Json) => role.name === name).id
  const pilot = await make('role', '/roles', {
    name: 'pilot',
    description: 'steers',
    options: { immutable: true },
  })
  const domainRole = await make('role', '/roles', { name: 'boss', domain_id: domain.id })
  for (const prior of [pilot.id, domainRole.id])
    await expect(201, 'PUT', `/roles/${prior}/implies/${roleId('member')}`, { token: admin })
  await put(`/projects/${project.id}/users/${user.id}/roles/${roleId('member')}`)
  await put(`/projects/${project.id}/users/${user.id}/roles/${pilot.id}`)
  await put(`/projects/${project.id}/groups/${group.id}/roles/${roleId('reader')}`)
  await put(`/projects/${other.id}/users/${grace.id}/roles/${roleId('member')}`)
  await put(`/domains/${domain.id}/users/${user.id}/roles/${roleId('admin')}`)
  await put(`/domains/default/groups/${group.id}/roles/${roleId('reader')}`)
  await put(
    `/OS-INHERIT/domains/${domain.id}/users/${grace.id}/roles/${roleId('member')}/inherited_to_projects`,
  )
  await put(`/OS-INHERIT/projects/${project.id}/groups/${group.id}/roles/${pilot.id}/inherited_to_projects`)
  await put(`/system/users/${user.id}/roles/${roleId('reader')}`)
  await put(`/system/groups/${group.id}/roles/${roleId('reader')}`)

  const region = await make('region', '/regions', { id: 'north', description: 'cold', note: 'extra' })
  const below = await make('region', '/regions', { id: 'north-1', parent_region_id: region.id })
  const service = await make('service', '/services', {
    type: 'compute',
    name: 'nova',
    description: 'computes',
    note: 'extra',
  })
  await make('service', '/services', { type: 'off', enabled: false })
  const endpointOf = (kind: string, regionId?: string) =>
    make('endpoint', '/endpoints', {
      service_id: service.id,
      interface: kind,
      url: 'http://nova.example/v2.1/%(project_id)s',
      ...(regionId === undefined ? {} : { region_id: regionId }),
    })
  const endpoint = await endpointOf('public', below.id)
  await endpointOf('internal', region.id)
  await endpointOf('admin')
  await put(`/OS-EP-FILTER/projects/${child.id}/endpoints/${endpoint.id}`)
  const endpointGroup = await make('endpoint_group', '/OS-EP-FILTER/endpoint_groups', {
    name: 'public computes',
    description: 'grouped',
    filters: { interface: 'public', service_id: service.id },
  })
  await put(`/OS-EP-FILTER/endpoint_groups/${endpointGroup.id}/projects/${other.id}`)
  const policy = await make('policy', '/policies', {
    type: 'application/json',
    blob: JSON.stringify({ 'compute:list': 'role:member' }),
  })
  await put(`/policies/${policy.id}/OS-ENDPOINT-POLICY/endpoints/${endpoint.id}`)
  await put(`/policies/${policy.id}/OS-ENDPOINT-POLICY/services/${service.id}`)
  await put(`/policies/${policy.id}/OS-ENDPOINT-POLICY/services/${service.id}/regions/${region.id}`)

  await fillFederation(url, admin, { domainId: domain.id, directoryDomainId: closed.id })

  const limits = (noun: string, rows: readonly object[]) =>
    expect(201, 'POST', `/${noun}`, { token: admin, body: { [noun]: rows } })
  await limits('registered_limits', [
    { service_id: service.id, resource_name: 'cores', default_limit: 10, region_id: region.id },
    { service_id: service.id, resource_name: 'disks', default_limit: 5, description: 'spinning' },
  ])
  await limits('limits', [
    { service_id: service.id, resource_name: 'disks', resource_limit: 3, project_id: project.id },
    {
      service_id: service.id,
      resource_name: 'cores',
      resource_limit: 7,
      domain_id: domain.id,
      region_id: region.id,
    },
  ])

  const sign = async (scope: unknown) =>
    (await expect(201, 'POST', '/auth/tokens', { body: passwordAuth('ada', password, scope) })).token
  const ofUser = await sign(onProject(project.id))
  const applicationCredential = await make(
    'application_credential',
    `/users/${user.id}/application_credentials`,
    {
      name: 'robot',
      description: 'reads servers',
      expires_at: '2999-01-02T03:04:05.678901',
      roles: [{ id: roleId('member') }],
      access_rules: [
        { path: '/v2.1/servers', method: 'GET', service: 'compute' },
        { path: '/v3/users', method: 'GET', service: 'identity' },
      ],
    },
    ofUser,
  )
  const plain = await make(
    'application_credential',
    `/users/${user.id}/application_credentials`,
    { name: 'plain', unrestricted: true },
    ofUser,
  )
  const trustOf = (body: object, token: string) =>
    make('trust', '/OS-TRUST/trusts', { impersonation: true, project_id: project.id, ...body }, token)
  const delegates = { trustor_user_id: user.id, trustee_user_id: grace.id }
  const trust = await trustOf(
    {
      ...delegates,
      roles: [{ id: roleId('member') }],
      expires_at: '2999-01-02T03:04:05.678901Z',
      allow_redelegation: true,
      redelegation_count: 2,
    },
    ofUser,
  )
  await trustOf({ ...delegates, impersonation: false, roles: [{ id: pilot.id }], remaining_uses: 3 }, ofUser)
  const graceSigns = await expect(201, 'POST', '/auth/tokens', {
    body: passwordAuth('grace', password, { 'OS-TRUST:trust': { id: trust.id } }),
  })
  await trustOf(
    { trustor_user_id: user.id, trustee_user_id: user.id, roles: [{ id: roleId('member') }] },
    graceSigns.token,
  ).catch(() => undefined)

  const ec2 = (
    await expect(201, 'POST', `/users/${user.id}/credentials/OS-EC2`, {
      token: ofUser,
      body: { tenant_id: project.id },
    })
  ).body['credential']
  await make('credential', '/credentials', {
    user_id: user.id,
    type: 'cert',
    blob: 'ABC Ünïcode '.repeat(100),
    project_id: project.id,
  })
  await make('credential', '/credentials', { user_id: grace.id, type: 'totp', blob: 'GEZDGNBVGY3TQOJQ' })

  // Only administrators of the project may authorize a consumer at Keystone.
  const adminProject = (await expect(200, 'GET', '/projects?name=admin', { token: admin })).body[
    'projects'
  ][0].id
  const onAdminProject = await expect(201, 'POST', '/auth/tokens', {
    body: passwordAuth('admin', adminPassword, onProject(adminProject)),
  })
  const { consumer, accessToken } = await authorizeConsumer(url, {
    admin,
    authorizing: onAdminProject.token,
    projectId: adminProject,
    roleId: roleId('admin'),
  })
  const revoked = await sign(onProject(project.id))
  await expect(204, 'DELETE', '/auth/tokens', { token: admin, headers: { 'x-subject-token': revoked } })
  const withCredential = await expect(201, 'POST', '/auth/tokens', {
    body: {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: plain.id, secret: plain.secret },
        },
      },
    },
  })
  return {
    projectId: project.id,
    user: { id: user.id, name: 'ada', password },
    old: { name: 'ada', password: 'the first password' },
    applicationCredential: { id: applicationCredential.id, secret: applicationCredential.secret },
    ec2: { access: ec2.access, secret: ec2.secret },
    trust: { id: trust.id, trustee: { name: 'grace', password } },
    consumer,
    accessToken,
    tokens: {
      project: await sign(onProject(project.id)),
      system: await sign(system),
      trust: graceSigns.token,
      applicationCredential: withCredential.token,
      revoked,
    },
  }
}
