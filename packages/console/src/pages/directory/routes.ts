import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/shell-route.tsx'
import {
  readAssignmentsSearch,
  readListSearch,
  readObjectSearch,
  readRolesSearch,
} from './directory-search.ts'

export const directoryRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/groups',
    validateSearch: readListSearch,
    component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/groups/$groupId',
    validateSearch: readObjectSearch,
    component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/projects',
    validateSearch: readListSearch,
    component: lazyRouteComponent(() => import('./projects-page.tsx'), 'ProjectsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/projects/$projectId',
    validateSearch: readObjectSearch,
    component: lazyRouteComponent(() => import('./project-page.tsx'), 'ProjectPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/domains',
    validateSearch: readListSearch,
    component: lazyRouteComponent(() => import('./domains-page.tsx'), 'DomainsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/domains/$domainId',
    validateSearch: readObjectSearch,
    component: lazyRouteComponent(() => import('./domain-page.tsx'), 'DomainPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/roles',
    validateSearch: readRolesSearch,
    component: lazyRouteComponent(() => import('./roles-page.tsx'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/assignments',
    validateSearch: readAssignmentsSearch,
    component: lazyRouteComponent(() => import('./assignments-page.tsx'), 'AssignmentsPage'),
  }),
] as const
