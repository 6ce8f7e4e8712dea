import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { shellRoute } from '../../app/shell-route.tsx'
import { readInboxSearch } from './notifications/inbox-search.ts'
import { readTeamsSearch } from './teams/teams-search.ts'

const getParentRoute = () => shellRoute

const pageOf = (name: keyof typeof import('./account-pages.ts').pages) =>
  lazyRouteComponent(async () => ({ default: (await import('./account-pages.ts')).pages[name] }))

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
    component: pageOf('profile'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/security',
    component: lazyRouteComponent(() => import('./security/security-page.tsx'), 'SecurityPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/keys',
    component: pageOf('keys'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/notifications',
    validateSearch: readInboxSearch,
    component: pageOf('notifications'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/teams',
    validateSearch: readTeamsSearch,
    component: pageOf('teams'),
  }),
  createRoute({
    getParentRoute,
    path: '/account/plan',
    component: pageOf('plan'),
  }),
] as const
