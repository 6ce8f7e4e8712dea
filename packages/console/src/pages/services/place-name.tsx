import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'

const names = { staleTime: 60_000 } as const

/** The name of a project; none for an empty id. */
export const useProjectName = (id: string) =>
  useQuery({
    queryKey: ['projects', 'name', id],
    queryFn: async ({ signal }) => (await muster.projects.get(id, { signal })).name,
    enabled: id !== '',
    ...names,
  })

const useDomainName = (id: string) =>
  useQuery({
    queryKey: ['domains', 'name', id],
    queryFn: async ({ signal }) => (await muster.domains.get(id, { signal })).name,
    enabled: id !== '',
    ...names,
  })

type PlaceNameProps = {
  readonly projectId?: string | null | undefined
  readonly domainId?: string | null | undefined
}

/** The name of a project or domain; its id until the name is known, or for those who may not see it. */
export const PlaceName = ({ projectId, domainId }: PlaceNameProps) => {
  const project = useProjectName(projectId ?? '')
  const domain = useDomainName(domainId ?? '')
  const id = projectId ?? domainId ?? ''
  return <bdi title={id}>{project.data ?? domain.data ?? id}</bdi>
}
