import { Unauthenticated } from '@muster/sdk'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { queryClient } from '../app/query-client.ts'

/** Goes to the sign-in page when a request finds that the session has ended, and comes back to the page afterwards. */
export const useSessionEnd = (): void => {
  const navigate = useNavigate()
  const href = useRouterState({ select: ({ location }) => location.href })
  useEffect(() => {
    const check = (error: unknown) => {
      if (error instanceof Unauthenticated)
        void navigate({ to: '/sign-in', search: { to: href, why: 'ended' } })
    }
    const queries = queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') check(event.action.error)
    })
    const mutations = queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') check(event.action.error)
    })
    return () => {
      queries()
      mutations()
    }
  }, [navigate, href])
}
