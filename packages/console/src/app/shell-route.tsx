import { Unauthenticated } from '@muster/sdk'
import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { readSignInSearch } from '../pages/sign-in/sign-in-search.ts'
import { ErrorPage } from '../shell/error-page.tsx'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { meQuery, permissionsQuery } from './me.ts'
import { queryClient } from './query-client.ts'

export const rootRoute = createRootRoute({ notFoundComponent: NotFoundPage })

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

/** The parent of all pages for signed-in users. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    try {
      await Promise.all([
        queryClient.ensureQueryData(meQuery),
        queryClient.ensureQueryData(permissionsQuery()),
      ])
    } catch (error) {
      if (!(error instanceof Unauthenticated)) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
  errorComponent: ErrorPage,
})
