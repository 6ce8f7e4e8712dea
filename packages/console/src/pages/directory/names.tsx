import { useQuery } from '@tanstack/react-query'
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

/** Users with these ids, by id, with one request; those that do not exist or are not visible are absent. */
export const useUserNames = (
  ids: readonly string[],
): ReadonlyMap<string, { username: string; display_name: string | null }> => {
  const sorted = [...new Set(ids)].sort()
  const { data } = useQuery({
    queryKey: ['users', 'names', sorted],
    queryFn: async ({ signal }) => {
      const filter = `id IN (${sorted.map(literal).join(', ')})`
      const users = await muster.users
        .list({ filter, limit: 1000 }, { signal })
        .toArray({ limit: sorted.length })
      return new Map(users.map(({ id, username, display_name }) => [id, { username, display_name }]))
    },
    enabled: sorted.length > 0,
    staleTime: 30_000,
    placeholderData: (before) => before,
  })
  return data ?? new Map()
}
