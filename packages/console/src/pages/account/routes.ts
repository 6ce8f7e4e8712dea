import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { shellRoute } from '../../app/shell-route.tsx'
import { readInboxSearch } from './notifications/inbox-search.ts'
import { readTeamsSearch } from './teams/teams-search.ts'

const getParentRoute = () => shellRoute

export const accountRoutes = [
  createRoute({
    getParentRoute,
    path: '/account',
    beforeLoad: () => {
      throw redirect({ to: '/account/profile', replace: true })
    },
  }),
  createRoute({
    getParentRoute,
    path: '/account/profile',
    component: lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/security',
    component: lazyRouteComponent(() => import('./security/security-page.tsx'), 'SecurityPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/keys',
    component: lazyRouteComponent(() => import('./keys/keys-page.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/notifications',
    validateSearch: readInboxSearch,
    component: lazyRouteComponent(
      () => import('./notifications/notifications-page.tsx'),
      'NotificationsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/account/teams',
    validateSearch: readTeamsSearch,
    component: lazyRouteComponent(() => import('./teams/teams-page.tsx'), 'TeamsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/plan',
    component: lazyRouteComponent(() => import('./plan/plan-page.tsx'), 'PlanPage'),
  }),
] as const
