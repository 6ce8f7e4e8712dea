import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { domainQuery, groupQuery, projectQuery } from './queries.ts'

type Named = { readonly id: string }

/** The name of an object that is known by its id; the id while the name is not known, or not visible to the user. */
export const DomainName = ({ id }: Named) => <bdi>{useQuery(domainQuery(id)).data?.name ?? id}</bdi>

export const ProjectName = ({ id }: Named) => <bdi>{useQuery(projectQuery(id)).data?.name ?? id}</bdi>

export const useGroupName = (id: string): string => useQuery(groupQuery(id)).data?.name ?? id

export const useDomainName = (id: string | undefined): string =>
  useQuery({ ...domainQuery(id ?? ''), enabled: id !== undefined }).data?.name ?? id ?? ''

export const useProjectName = (id: string | undefined): string =>
  useQuery({ ...projectQuery(id ?? ''), enabled: id !== undefined }).data?.name ?? id ?? ''

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

type UserName = { readonly username: string; readonly display_name: string | null }

/** Ids in one condition, which may have 8192 characters. */
const idsAtOnce = 100

const namesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['users', 'names', ids],
    queryFn: async ({ signal }) => {
      const filter = `id IN (${ids.map(literal).join(', ')})`
      const { items } = await muster.users.list({ filter, limit: idsAtOnce }, { signal }).page()
      return items.map(({ id, username, display_name }) => [id, { username, display_name }] as const)
    },
    staleTime: 30_000,
  })

/** Users with these ids, by id; those that do not exist or are not visible are absent. New ids belong at the end. */
export const useUserNames = (ids: readonly string[]): ReadonlyMap<string, UserName> => {
  const parts = Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, part) =>
    ids.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  )
  const results = useQueries({ queries: parts.map(namesQuery) })
  return new Map(results.flatMap(({ data }) => data ?? []))
}
