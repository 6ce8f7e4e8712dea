import type { Role } from '@muster/sdk'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'

/** The SDK knows the ETag of an object by its identity, which structural sharing would not keep. */
const shared = { structuralSharing: false, staleTime: 10_000 } as const

export const domainQuery = (id: string) =>
  queryOptions({
    queryKey: ['domains', 'one', id],
    queryFn: ({ signal }) => muster.domains.get(id, { signal }),
    ...shared,
  })

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: ['projects', 'one', id],
    queryFn: ({ signal }) => muster.projects.get(id, { signal }),
    ...shared,
  })

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['groups', 'one', id],
    queryFn: ({ signal }) => muster.groups.get(id, { signal }),
    ...shared,
  })

export const roleQuery = (id: string) =>
  queryOptions({
    queryKey: ['roles', 'one', id],
    queryFn: ({ signal }) => muster.roles.get(id, { signal }),
    ...shared,
  })

/** As many as a person can choose from. */
const mostRoles = 500

const byName = (a: Role, b: Role) => a.name.localeCompare(b.name)

/** The global roles, or those of a domain, by name. */
export const rolesQuery = (domainId?: string) =>
  queryOptions({
    queryKey: ['roles', 'all', domainId ?? null],
    queryFn: async ({ signal }) =>
      (
        await muster.roles
          .list({ domain_id: domainId, limit: mostRoles }, { signal })
          .toArray({ limit: mostRoles })
      ).sort(byName),
    staleTime: 30_000,
  })

/** Reads again what a change may have changed. */
export const useRefresh = () => {
  const client = useQueryClient()
  return (...keys: readonly string[]): Promise<unknown> =>
    Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })))
}
