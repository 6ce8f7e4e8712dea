import assert from 'node:assert/strict'
import type { Called, TestServer } from './test-server.ts'

export const frontServerSecret = 'a secret of at least thirty-two characters'
/** The front server of the tests. */
export const frontServer = '127.0.0.9'

/** Settings of a server behind a front server that authenticates users. */
export const behindFrontServer = {
  MUSTER_TRUSTED_PROXIES: frontServer,
  MUSTER_FEDERATION_FRONT_SERVER_SECRET: frontServerSecret,
}

/** Groups by name, and a user of the assertion. */
export const rulesOf = (domainId: string, prefix = 'OIDC-') => [
  {
    local: [{ user: { id: '{0}', name: '{1}' } }, { groups: '{2}', domain: { id: domainId } }],
    remote: [{ type: `${prefix}sub` }, { type: `${prefix}preferred_username` }, { type: `${prefix}groups` }],
  },
]

export type Federated = {
  readonly domainId: string
  readonly projectId: string
  /** A group with the role member on the project. */
  readonly groupId: string
  readonly ok: (method: string, path: string, body?: object) => Promise<Called['body']>
}

/** An identity provider `idp` with the protocol, in a domain with a project and the group `developers`. */
export const makeProvider = async (
  s: TestServer,
  options: {
    readonly protocol?: string
    readonly provider?: object
    readonly rules?: readonly object[]
  } = {},
): Promise<Federated> => {
  const { protocol = 'mapped', provider = {}, rules } = options
  const ok = async (method: string, path: string, body?: object): Promise<Called['body']> => {
    const answer = await s.call(method, `/v3${path}`, { token: s.admin, ...(body ? { body } : {}) })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const domainId = (await ok('POST', '/domains', { domain: { name: 'federated-users' } })).domain.id
  const projectId = (await ok('POST', '/projects', { project: { name: 'build', domain_id: domainId } }))
    .project.id
  const groupId = (await ok('POST', '/groups', { group: { name: 'developers', domain_id: domainId } })).group
    .id
  const [{ id: roleId }] = (await ok('GET', '/roles?name=member')).roles
  await ok('PUT', `/projects/${projectId}/groups/${groupId}/roles/${roleId}`)
  await ok('PUT', '/OS-FEDERATION/identity_providers/idp', {
    identity_provider: { domain_id: domainId, enabled: true, ...provider },
  })
  await ok('PUT', '/OS-FEDERATION/mappings/rules', { mapping: { rules: rules ?? rulesOf(domainId) } })
  await ok('PUT', `/OS-FEDERATION/identity_providers/idp/protocols/${protocol}`, {
    protocol: { mapping_id: 'rules' },
  })
  return { domainId, projectId, groupId, ok }
}

/** The headers of the front server for a user. */
export const attributes = (user: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  'x-federation-secret': frontServerSecret,
  ...Object.fromEntries(
    Object.entries(user).map(([name, value]) => [`x-federation-oidc-${name.replaceAll('_', '-')}`, value]),
  ),
})

export const anna = { sub: 'anna-1', preferred_username: 'anna', groups: 'developers;unknown' }

export const authPath = (protocol = 'mapped') =>
  `/v3/OS-FEDERATION/identity_providers/idp/protocols/${protocol}/auth`

/** Exchanges a token for one of the project. */
export const rescope = (s: TestServer, token: string, scope: object | string): Promise<Called> =>
  s.call('POST', '/v3/auth/tokens', {
    body: { auth: { identity: { methods: ['token'], token: { id: token } }, scope } },
  })
