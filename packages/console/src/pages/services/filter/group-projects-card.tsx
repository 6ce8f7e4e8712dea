import type { EndpointGroup, Project } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { most, refresh } from '../queries.ts'

/** The projects that have an endpoint group. */
export const GroupProjectsCard = ({ group }: { readonly group: EndpointGroup }) => {
  const { services, common, errors } = useMessages()
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<Project>()
  const { data, error, refetch } = useQuery({
    queryKey: ['endpoint-groups', group.id, 'projects'],
    queryFn: ({ signal }) => identity.endpointGroups.listProjects(group, {}, { signal }).toArray(most),
  })
  const add = async (project: string) => {
    await identity.endpointGroups.addProject({ endpointGroup: group, project })
    await refresh('endpoint-groups')
    announce(services.added(group.name))
  }
  const remove = async () => {
    if (!removed) return
    await identity.endpointGroups.removeProject({ endpointGroup: group, project: removed })
    await refresh('endpoint-groups')
    announce(services.removed(removed.name), () => {
      add(removed.id).catch(() => announce(errors.title))
    })
  }
  return (
    <section className="card" aria-labelledby="projects">
      <div className="card-head">
        <h2 id="projects">{services.projects}</h2>
        {may('identity:add_endpoint_group_to_project') ? (
          <Button look="primary" onPress={() => setAdding(true)}>
            {services.addProject}
          </Button>
        ) : null}
      </div>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? <p className="hint">{services.noProjects}</p> : null}
      <ul className="rule-results">
        {data?.map((project) => (
          <li key={project.id} className="region-row">
            <Link to="/endpoint-filter" search={{ tab: 'project', project: project.id }}>
              <bdi>{project.name}</bdi>
            </Link>
            {may('identity:remove_endpoint_group_from_project') ? (
              <Button
                look="quiet"
                aria-label={services.removeOf(project.name)}
                onPress={() => setRemoved(project)}
              >
                {common.remove}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {isAdding ? (
        <FormDialog
          title={services.addProject}
          act={common.add}
          fields={[{ kind: 'project', name: 'project', label: services.project }]}
          initial={{ project: '' }}
          check={({ project }) => (project === '' ? { project: services.required } : {})}
          onSubmit={({ project }) => add(String(project))}
          onClose={() => setAdding(false)}
        />
      ) : null}
      <ConfirmDialog
        title={services.removeOf(removed?.name ?? '')}
        act={common.remove}
        isDanger
        isOpen={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        onConfirm={remove}
      >
        {services.removeFromProjectText(group.name, removed?.name ?? '')}
      </ConfirmDialog>
    </section>
  )
}
