import { createRouter } from '@tanstack/react-router'
import { accountRoutes } from '../pages/account/routes.ts'
import { directoryRoutes } from '../pages/directory/routes.ts'
import { homeRoute } from '../pages/home-route.ts'
import { operationsRoutes } from '../pages/operations/routes.ts'
import { servicesRoutes } from '../pages/services/routes.ts'
import { userRoutes } from '../pages/user/routes.ts'
import { usersRoutes } from '../pages/users/routes.ts'
import { ErrorInFrame } from '../shell/error-page.tsx'
import { PendingPage } from '../shell/pending-page.tsx'
import { consolePath } from './client.ts'
import { rootRoute, shellRoute, signInRoute } from './shell-route.tsx'

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    ...accountRoutes,
    ...directoryRoutes,
    ...operationsRoutes,
    ...servicesRoutes,
    ...userRoutes,
    ...usersRoutes,
  ]),
])

export const router = createRouter({
  routeTree,
  basepath: consolePath,
  defaultPreload: 'intent',
  defaultErrorComponent: ErrorInFrame,
  defaultPendingComponent: PendingPage,
  // The page is shown as soon as it is there.
  defaultPendingMinMs: 0,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
