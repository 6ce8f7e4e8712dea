import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'

type PlaceNameProps = {
  readonly projectId?: string | null | undefined
  readonly domainId?: string | null | undefined
}

/** The name of a project or domain; its id until the name is known, or for those who may not see it. */
export const PlaceName = ({ projectId, domainId }: PlaceNameProps) => {
  const id = projectId ?? domainId ?? ''
  const { data } = useQuery({
    queryKey: projectId ? ['projects', 'name', id] : ['domains', 'name', id],
    queryFn: async ({ signal }) => {
      const found = projectId
        ? await muster.projects.get(id, { signal })
        : await muster.domains.get(id, { signal })
      return found.name
    },
    staleTime: 60_000,
    enabled: id !== '',
  })
  return <bdi title={id}>{data ?? id}</bdi>
}
