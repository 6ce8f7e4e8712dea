import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { requireRule } from '../../app/me.ts'
import { shellRoute } from '../../app/shell-route.tsx'
import { readLimitsSearch } from './limits/limits-search.ts'

/** The tab of a page, if it is not the first one. */
const readTab =
  <Tab extends string>(...tabs: readonly Tab[]) =>
  ({ tab }: Record<string, unknown>): { tab?: Tab } => {
    const found = tabs.find((one) => one === tab)
    return found === undefined ? {} : { tab: found }
  }

type FilterSearch = { readonly tab?: 'project'; readonly project?: string }

const readFilterSearch = ({ tab, project }: Record<string, unknown>): FilterSearch => ({
  ...(tab === 'project' ? { tab } : {}),
  ...(typeof project === 'string' && project !== '' ? { project } : {}),
})

export const servicesRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/catalog',
    validateSearch: readTab('services', 'regions'),
    component: lazyRouteComponent(() => import('./catalog/catalog-page.tsx'), 'CatalogPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/catalog/services/$serviceId',
    component: lazyRouteComponent(() => import('./catalog/service-page.tsx'), 'ServicePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/federation',
    validateSearch: readTab('providers', 'mappings'),
    component: lazyRouteComponent(() => import('./federation/federation-page.tsx'), 'FederationPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/federation/providers/$providerId',
    component: lazyRouteComponent(() => import('./federation/provider-page.tsx'), 'ProviderPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/federation/new-mapping',
    beforeLoad: requireRule('identity:create_mapping'),
    component: lazyRouteComponent(() => import('./federation/mapping-page.tsx'), 'NewMappingPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/federation/mappings/$mappingId',
    component: lazyRouteComponent(() => import('./federation/mapping-page.tsx'), 'MappingPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/limits',
    validateSearch: readLimitsSearch,
    component: lazyRouteComponent(() => import('./limits/limits-page.tsx'), 'LimitsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/domain-configuration',
    component: lazyRouteComponent(() => import('./domains/domains-page.tsx'), 'ConfiguredDomainsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/domain-configuration/$domainId',
    component: lazyRouteComponent(() => import('./domains/configuration-page.tsx'), 'ConfigurationPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/policies',
    component: lazyRouteComponent(() => import('./policies/policies-page.tsx'), 'PoliciesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/policies/$policyId',
    component: lazyRouteComponent(() => import('./policies/policy-page.tsx'), 'PolicyPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/endpoint-filter',
    validateSearch: readFilterSearch,
    component: lazyRouteComponent(() => import('./filter/endpoint-filter-page.tsx'), 'EndpointFilterPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/endpoint-filter/groups/$groupId',
    component: lazyRouteComponent(() => import('./filter/endpoint-group-page.tsx'), 'EndpointGroupPage'),
  }),
] as const
