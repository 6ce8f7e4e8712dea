import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../app/shell-route.tsx'
import { readUserSearch } from './user-search.ts'

export const userRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/users/$userId',
    validateSearch: readUserSearch,
    component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage'),
  }),
] as const
