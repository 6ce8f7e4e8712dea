import type { Project } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { DomainName } from './names.tsx'
import { projectQuery } from './queries.ts'

/** From the top to the parent. Ends where the user may not read. */
const ancestorsOf = async (project: Project): Promise<readonly Project[]> => {
  const found: Project[] = []
  for (let id = project.parent_id; id !== null; ) {
    const parent = await queryClient.ensureQueryData(projectQuery(id)).catch(() => undefined)
    if (parent === undefined) return found
    found.unshift(parent)
    id = parent.parent_id
  }
  return found
}

/** Where a project is in the tree. */
export const ProjectTrail = ({ project }: { readonly project: Project }) => {
  const { directory } = useMessages()
  const { data = [] } = useQuery({
    queryKey: ['projects', 'trail', project.id, project.parent_id],
    queryFn: () => ancestorsOf(project),
  })
  return (
    <nav aria-label={directory.parent} className="trail">
      <Link to="/projects" search={{ domain: project.domain_id }}>
        {directory.projects} (<DomainName id={project.domain_id} />)
      </Link>
      {data.map(({ id, name }) => (
        <span key={id}>
          <span aria-hidden="true"> / </span>
          <Link to="/projects/$projectId" params={{ projectId: id }} search={{}}>
            <bdi>{name}</bdi>
          </Link>
        </span>
      ))}
    </nav>
  )
}
