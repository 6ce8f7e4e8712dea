import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { muster } from './client.ts'
import { setPageUser } from './page-user.ts'
import { queryClient } from './query-client.ts'

/** Rejects with `Unauthenticated` without a session. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await muster.me.get({ signal })
    setPageUser(me.user.id)
    return me
  },
  staleTime: 60_000,
})

export const permissionsQuery = (domainId?: string) =>
  queryOptions({
    queryKey: ['permissions', domainId ?? null],
    queryFn: async ({ signal }) => {
      const { rules } = await muster.me.permissions({ domain_id: domainId }, { signal })
      return new Set(rules)
    },
    staleTime: 60_000,
  })

export const useMe = () => useSuspenseQuery(meQuery).data

/** The rules do not allow the user what the page is for. */
export class NotAllowed extends Error {}

/** For `beforeLoad` of a page that has no use without the rule, such as a form that creates something. */
export const requireRule =
  (rule: string) =>
  async ({ search }: { readonly search: { readonly domain?: string | undefined } }): Promise<void> => {
    const rules = await queryClient.fetchQuery(permissionsQuery(search.domain))
    if (!rules.has(rule)) throw new NotAllowed(rule)
  }

const nothing: ReadonlySet<string> = new Set()

/**
 * Whether the rules of the server allow the user to work with ordinary objects of a domain; default: of the domain in
 * scope. For what is offered; the server decides again.
 */
export const useMay = (domainId?: string): ((rule: string) => boolean) => {
  const { data = nothing } = useQuery(permissionsQuery(domainId))
  return (rule) => data.has(rule)
}
