import type { Contract } from '@muster/contract/operation.ts'

const rel = 'https://docs.openstack.org/api/openstack-identity/3'

/** `/OS-INHERIT/domains/{domain_id}` belongs to the extension OS-INHERIT, `/users` to the core API. */
const relOf = (path: string): string => {
  const parts = path.split('/').filter((part) => part !== '')
  const extension = parts.find((part) => part.startsWith('OS-'))
  const name = parts
    .filter((part) => part !== extension)
    .map((part) => (part.startsWith('{') ? part.slice(1, -1).replace(/_id$/, '') : part))
    .join('_')
  const known = wellKnown[path] ?? name
  return extension ? `${rel}/ext/${extension}/1.0/rel/${known}` : `${rel}/rel/${known}`
}

/** Relation names that cannot be derived from the path. */
const wellKnown: Readonly<Record<string, string>> = {
  '/auth/tokens': 'auth_tokens',
  '/auth/catalog': 'auth_catalog',
  '/auth/projects': 'auth_projects',
  '/auth/domains': 'auth_domains',
  '/auth/system': 'auth_system',
  '/users': 'users',
  '/users/{user_id}': 'user',
  '/users/{user_id}/password': 'user_change_password',
  '/users/{user_id}/groups': 'user_groups',
  '/users/{user_id}/projects': 'user_projects',
  '/groups': 'groups',
  '/groups/{group_id}': 'group',
  '/groups/{group_id}/users': 'group_users',
  '/groups/{group_id}/users/{user_id}': 'group_user',
  '/projects': 'projects',
  '/projects/{project_id}': 'project',
  '/projects/{project_id}/tags': 'project_tags',
  '/projects/{project_id}/tags/{value}': 'project_tags',
  '/domains': 'domains',
  '/domains/{domain_id}': 'domain',
  '/domains/config/default': 'domain_config_default',
  '/domains/config/{group}/default': 'domain_config_default_group',
  '/domains/config/{group}/{option}/default': 'domain_config_default_option',
  '/domains/{domain_id}/config': 'domain_config',
  '/domains/{domain_id}/config/{group}': 'domain_config_group',
  '/domains/{domain_id}/config/{group}/{option}': 'domain_config_option',
  '/roles': 'roles',
  '/roles/{role_id}': 'role',
  '/role_assignments': 'role_assignments',
  '/role_inferences': 'role_inferences',
  '/roles/{prior_role_id}/implies': 'implied_roles',
  '/roles/{prior_role_id}/implies/{implied_role_id}': 'implied_role',
  '/projects/{project_id}/users/{user_id}/roles': 'project_user_roles',
  '/projects/{project_id}/users/{user_id}/roles/{role_id}': 'project_user_role',
  '/projects/{project_id}/groups/{group_id}/roles': 'project_group_roles',
  '/projects/{project_id}/groups/{group_id}/roles/{role_id}': 'project_group_role',
  '/domains/{domain_id}/users/{user_id}/roles': 'domain_user_roles',
  '/domains/{domain_id}/users/{user_id}/roles/{role_id}': 'domain_user_role',
  '/domains/{domain_id}/groups/{group_id}/roles': 'domain_group_roles',
  '/domains/{domain_id}/groups/{group_id}/roles/{role_id}': 'domain_group_role',
  '/system/users/{user_id}/roles': 'system_user_roles',
  '/system/users/{user_id}/roles/{role_id}': 'system_user_role',
  '/system/groups/{group_id}/roles': 'system_group_roles',
  '/system/groups/{group_id}/roles/{role_id}': 'system_group_role',
  '/credentials': 'credentials',
  '/credentials/{credential_id}': 'credential',
  '/regions': 'regions',
  '/regions/{region_id}': 'region',
  '/services': 'services',
  '/services/{service_id}': 'service',
  '/endpoints': 'endpoints',
  '/endpoints/{endpoint_id}': 'endpoint',
  '/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy': 'endpoint_policy',
  '/OS-EP-FILTER/endpoint_groups': 'endpoint_groups',
  '/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}': 'endpoint_group',
  '/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/endpoints': 'endpoints_in_endpoint_group',
  '/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects': 'projects_associated_with_endpoint_group',
  '/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}':
    'endpoint_group_to_project_association',
  '/OS-EP-FILTER/endpoints/{endpoint_id}/projects': 'endpoint_projects',
  '/OS-EP-FILTER/projects/{project_id}/endpoints': 'project_endpoints',
  '/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}': 'project_endpoint',
  '/OS-EP-FILTER/projects/{project_id}/endpoint_groups': 'project_endpoint_groups',
  '/OS-FEDERATION/identity_providers': 'identity_providers',
  '/OS-FEDERATION/identity_providers/{idp_id}': 'identity_provider',
  '/OS-FEDERATION/identity_providers/{idp_id}/protocols': 'identity_provider_protocols',
  '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}': 'identity_provider_protocol',
  '/OS-FEDERATION/mappings': 'mappings',
  '/OS-FEDERATION/mappings/{mapping_id}': 'mapping',
  '/OS-FEDERATION/projects': 'projects',
  '/OS-FEDERATION/domains': 'domains',
  '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/auth':
    'identity_provider_protocol_auth',
  '/auth/OS-FEDERATION/websso/{protocol_id}': 'websso',
  '/auth/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/websso':
    'identity_providers_websso',
  '/limits': 'limits',
  '/limits/{limit_id}': 'limit',
  '/limits/model': 'limit_model',
  '/registered_limits': 'registered_limits',
  '/registered_limits/{registered_limit_id}': 'registered_limit',
  '/OS-FEDERATION/service_providers': 'service_providers',
  '/OS-FEDERATION/service_providers/{service_provider_id}': 'service_provider',
  '/OS-FEDERATION/saml2/metadata': 'metadata',
  '/auth/OS-FEDERATION/saml2': 'saml2',
  '/auth/OS-FEDERATION/saml2/ecp': 'ecp',
  '/policies': 'policies',
  '/policies/{policy_id}': 'policy',
  '/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints': 'policy_endpoints',
  '/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints/{endpoint_id}': 'endpoint_policy_association',
  '/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}': 'service_policy_association',
  '/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}/regions/{region_id}':
    'region_and_service_policy_association',
}

/** The JSON Home document of a contract (keystone.md section 8). */
export const jsonHome = (contract: Contract, prefix: string) => {
  const paths = [...new Set(Object.values(contract).map((operation) => operation.path))].filter(
    (path) => path !== '/',
  )
  const resources = paths.map((path) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    if (names.length === 0) return [relOf(path), { href: `${prefix}${path}` }]
    const vars = Object.fromEntries(names.map((name) => [name, `${rel}/param/${name}`]))
    return [relOf(path), { 'href-template': `${prefix}${path}`, 'href-vars': vars }]
  })
  return { resources: Object.fromEntries(resources) as Record<string, Record<string, unknown>> }
}
