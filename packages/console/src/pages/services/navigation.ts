import type { NavigationPage } from '../../shell/navigation-page.ts'

export const servicesPages: readonly NavigationPage[] = [
  { to: '/catalog', name: ({ services }) => services.catalog, rule: 'identity:list_services' },
  {
    to: '/federation',
    name: ({ services }) => services.federation,
    rule: 'identity:list_identity_providers',
  },
  {
    to: '/endpoint-filter',
    name: ({ services }) => services.endpointFilter,
    rule: 'identity:list_endpoint_groups',
  },
  { to: '/policies', name: ({ services }) => services.policies, rule: 'identity:list_policies' },
  { to: '/limits', name: ({ services }) => services.limits, rule: 'identity:list_services' },
  {
    to: '/domain-configuration',
    name: ({ services }) => services.domainConfiguration,
    rule: 'identity:get_domain_config_default',
  },
]
