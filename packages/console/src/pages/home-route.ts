import { createRoute, redirect } from '@tanstack/react-router'
import { permissionsQuery } from '../app/me.ts'
import { queryClient } from '../app/query-client.ts'
import { shellRoute } from '../app/shell-route.tsx'

/** Users who may list users start there, others with their own account. */
export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: async () => {
    const rules = await queryClient.ensureQueryData(permissionsQuery())
    throw redirect({ to: rules.has('identity:list_users') ? '/users' : '/account' })
  },
})
