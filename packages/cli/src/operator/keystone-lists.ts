/** A list of Identity v3 that both servers show. */
export type ComparedPath = {
  readonly path: string
  /** The member of the body with the objects. */
  readonly member: string
  /** Requires a token of a project instead of the system. */
  readonly onProject?: boolean
  /** Attributes that releases of Keystone show differently in this list. */
  readonly ignored?: readonly string[]
}

export type ComparedList = ComparedPath & {
  /** Also compares each object as it is shown alone. */
  readonly show?: boolean
  /** Lists below each object, with `{id}` for its id. */
  readonly below?: readonly ComparedPath[]
  /** At most `--sample` objects are shown, and have their lists compared. */
  readonly isSampled?: boolean
}

export const comparedLists: readonly ComparedList[] = [
  {
    path: '/domains',
    member: 'domains',
    show: true,
    below: [
      { path: '/roles?domain_id={id}', member: 'roles' },
      { path: '/domains/{id}/config', member: 'config' },
    ],
  },
  {
    path: '/projects',
    member: 'projects',
    show: true,
    isSampled: true,
    below: [
      { path: '/projects/{id}/tags', member: 'tags' },
      { path: '/OS-EP-FILTER/projects/{id}/endpoints', member: 'endpoints' },
      { path: '/OS-EP-FILTER/projects/{id}/endpoint_groups', member: 'endpoint_groups' },
    ],
  },
  {
    path: '/users',
    member: 'users',
    show: true,
    isSampled: true,
    below: [
      { path: '/users/{id}/groups', member: 'groups' },
      { path: '/users/{id}/projects', member: 'projects' },
      { path: '/users/{id}/application_credentials', member: 'application_credentials' },
      { path: '/users/{id}/access_rules', member: 'access_rules' },
      { path: '/users/{id}/credentials/OS-EC2', member: 'credentials' },
      { path: '/users/{id}/OS-OAUTH1/access_tokens', member: 'access_tokens', onProject: true },
      { path: '/OS-TRUST/trusts?trustor_user_id={id}', member: 'trusts', ignored: ['roles'] },
    ],
  },
  {
    path: '/groups',
    member: 'groups',
    show: true,
    isSampled: true,
    below: [{ path: '/groups/{id}/users', member: 'users' }],
  },
  {
    path: '/roles',
    member: 'roles',
    show: true,
    below: [{ path: '/roles/{id}/implies', member: 'role_inference' }],
  },
  { path: '/role_inferences', member: 'role_inferences' },
  { path: '/role_assignments', member: 'role_assignments' },
  { path: '/regions', member: 'regions', show: true },
  { path: '/services', member: 'services', show: true },
  { path: '/endpoints', member: 'endpoints', show: true },
  { path: '/registered_limits', member: 'registered_limits', show: true },
  { path: '/limits', member: 'limits', show: true },
  {
    path: '/policies',
    member: 'policies',
    show: true,
    below: [
      { path: '/policies/{id}/OS-ENDPOINT-POLICY/endpoints', member: 'endpoints', ignored: ['region'] },
    ],
  },
  {
    path: '/OS-EP-FILTER/endpoint_groups',
    member: 'endpoint_groups',
    show: true,
    below: [
      { path: '/OS-EP-FILTER/endpoint_groups/{id}/endpoints', member: 'endpoints' },
      { path: '/OS-EP-FILTER/endpoint_groups/{id}/projects', member: 'projects' },
    ],
  },
  {
    path: '/OS-FEDERATION/identity_providers',
    member: 'identity_providers',
    show: true,
    below: [{ path: '/OS-FEDERATION/identity_providers/{id}/protocols', member: 'protocols' }],
  },
  // Keystone shows the version since 2024.1.
  { path: '/OS-FEDERATION/mappings', member: 'mappings', ignored: ['schema_version'] },
  { path: '/OS-FEDERATION/service_providers', member: 'service_providers', show: true },
  { path: '/OS-OAUTH1/consumers', member: 'consumers', show: true },
  { path: '/OS-TRUST/trusts', member: 'trusts', show: true, ignored: ['roles'] },
  { path: '/credentials', member: 'credentials', show: true },
]
