// #region first-call
import { Connection } from '@muster/sdk/openstack'

export const firstCall = async (authUrl: string, password: string) => {
  const connection = new Connection({
    authUrl,
    auth: { type: 'password', user: { name: 'admin', domain: { id: 'default' } }, password },
    scope: { project: { name: 'admin', domain: { id: 'default' } } },
  })
  const user = await connection.identity.users.find('admin', { domainId: 'default' })
  return user?.enabled
}

// #endregion

// #region authentication
import type { ConnectionOptions } from '@muster/sdk/openstack'

export const authentication = (secret: string, readPasscode: () => Promise<string>) => {
  const user = { name: 'jane', domain: { id: 'default' } }
  const password = { type: 'password', user, password: secret } as const
  const authUrl = 'https://cloud.example/identity/v3'
  return {
    // For a project, by id or by name and domain.
    project: { authUrl, auth: password, scope: { project: { name: 'web', domain: { id: 'default' } } } },
    domain: { authUrl, auth: password, scope: { domain: { name: 'Default' } } },
    system: { authUrl, auth: password, scope: { system: 'all' } },
    // As the trustee of a trust, which is an object or an id.
    trust: { authUrl, auth: password, scope: { trust: '0123456789abcdef0123456789abcdef' } },
    // An application credential has a scope of its own.
    application: { authUrl, auth: { type: 'applicationCredential', id: 'a1b2c3', secret } },
    // The token of another program, as it is; with a scope, it is exchanged.
    token: { authUrl, auth: { type: 'token', token: secret } },
    // An API key or a session of Muster, in place of a token.
    apiKey: { authUrl, auth: { type: 'apiKey', secret } },
    // Two factors in one request. A function is called for every new token.
    factors: { authUrl, auth: [password, { type: 'totp', passcode: readPasscode }] },
  } satisfies Record<string, ConnectionOptions>
}

// #endregion

// #region second-factor
import { MissingAuthMethods } from '@muster/sdk/openstack'

export const signIn = async (connection: Connection, readPasscode: () => Promise<string>) => {
  try {
    return await connection.authenticate()
  } catch (error) {
    if (!(error instanceof MissingAuthMethods)) throw error
    // error.missingMethods is [['totp']]: one of these lists must be completed before error.expiresAt.
    const passcode = await readPasscode()
    return await connection.continueAuthentication(error, { type: 'totp', passcode })
  }
}
// #endregion

// #region lists
export const listUsers = async ({ identity }: Connection) => {
  const names: string[] = []
  // Pages are fetched while the loop runs.
  for await (const user of identity.users.list({ domainId: 'default', enabled: true })) names.push(user.name)
  // The first ten, with a filter that has no property.
  const filters = { name__istartswith: 'a' }
  const some = await identity.users.list({ filters }).toArray({ limit: 10 })
  return { names, some }
}
// #endregion

// #region roles
export const joinProject = async ({ identity }: Connection, userName: string, projectName: string) => {
  const domainId = 'default'
  const role = await identity.roles.find('member', { ignoreMissing: false })
  const user = await identity.users.find(userName, { domainId, ignoreMissing: false })
  const project =
    (await identity.projects.find(projectName, { domainId })) ??
    (await identity.projects.create({
      name: projectName,
      domainId,
      tags: ['new'],
      extra: { cost_center: '42' },
    }))
  await identity.roles.assign({ role, user, project })
  return identity.roleAssignments.list({ user, project, effective: true }).toArray({ limit: 100 })
}

// #endregion

// #region errors
import { ApiError, Conflict, DuplicateResource, Forbidden, ResourceNotFound } from '@muster/sdk/openstack'

export const describeFailure = async (call: () => Promise<unknown>) => {
  try {
    await call()
    return 'done'
  } catch (error) {
    if (error instanceof ResourceNotFound) return 'there is no such object'
    if (error instanceof Conflict) return 'the name is taken'
    if (error instanceof Forbidden) return `not allowed: ${error.message}`
    if (error instanceof DuplicateResource) return `choose one of ${error.ids.join(', ')}`
    if (error instanceof ApiError) return `status ${error.status}, request ${error.requestId}`
    throw error
  }
}
// #endregion

// #region application-credential
export const createApplicationCredential = async (connection: Connection, name: string) => {
  const { user } = await connection.tokenDetails()
  const { body } = await connection.request({
    service: 'identity',
    method: 'POST',
    path: '/users/{user}/application_credentials',
    params: { user: user.id },
    json: { application_credential: { name } },
  })
  return body as { application_credential: { id: string; secret: string } }
}
// #endregion

// #region other-services
export const listServers = async (connection: Connection) => {
  const { body } = await connection.request({
    service: 'compute',
    method: 'GET',
    path: '/servers',
    query: { limit: 10 },
    headers: { 'openstack-api-version': 'compute 2.90' },
  })
  return body
}
// #endregion
