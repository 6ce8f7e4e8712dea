import type { Endpoint } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { EndpointTable } from '../endpoint-table.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { PlaceName } from '../place-name.tsx'
import { ProjectField } from '../project-field.tsx'
import { most, refresh, useEndpoints } from '../queries.ts'

/** The endpoints and the endpoint groups of one project. */
export const ProjectEndpointsTab = () => {
  const { services, common, errors } = useMessages()
  const { project = '' } = useSearch({ from: '/shell/endpoint-filter' })
  const navigate = useNavigate({ from: '/endpoint-filter' })
  const may = useMay()
  const known = useEndpoints()
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<Endpoint>()
  const { data, error, refetch } = useQuery({
    queryKey: ['project-endpoints', project],
    queryFn: async ({ signal }) => {
      const { listEndpoints, listEndpointGroups } = identity.endpointFilter
      const [endpoints, groups] = await Promise.all([
        listEndpoints(project, {}, { signal }).toArray(most),
        listEndpointGroups(project, {}, { signal }).toArray(most),
      ])
      return { endpoints, groups }
    },
    enabled: project !== '',
  })
  const add = async (endpoint: string) => {
    await identity.endpointFilter.addEndpoint({ project, endpoint })
    await refresh('project-endpoints')
    announce(services.added(services.endpoint))
  }
  const remove = async () => {
    if (!removed) return
    await identity.endpointFilter.removeEndpoint({ project, endpoint: removed })
    await refresh('project-endpoints')
    announce(services.removed(removed.url), () => {
      add(removed.id).catch(() => announce(errors.title))
    })
  }
  return (
    <>
      <div className="toolbar">
        <ProjectField
          label={services.project}
          value={project}
          onChange={(id) =>
            void navigate({
              search: { tab: 'project', ...(id === '' ? {} : { project: id }) },
              replace: true,
            })
          }
        />
        {project !== '' && data && may('identity:add_endpoint_to_project') ? (
          <Button look="primary" onPress={() => setAdding(true)}>
            {services.addEndpoint}
          </Button>
        ) : null}
      </div>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <section className="card" aria-label={services.ofProject}>
          <h2>
            <PlaceName projectId={project} />
          </h2>
          {data.groups.length === 0 ? null : (
            <p>
              {services.endpointGroups}:{' '}
              {data.groups.map(({ id, name }) => (
                <Link
                  key={id}
                  to="/endpoint-filter/groups/$groupId"
                  params={{ groupId: id }}
                  className="inline-link"
                >
                  <bdi>{name}</bdi>
                </Link>
              ))}
            </p>
          )}
          <EndpointTable
            label={services.ofProject}
            endpoints={data.endpoints}
            hasServices
            empty={services.projectHasAll}
            actions={
              may('identity:remove_endpoint_from_project')
                ? (endpoint) => (
                    <Button
                      look="quiet"
                      aria-label={services.removeOf(endpoint.url)}
                      onPress={() => setRemoved(endpoint)}
                    >
                      {common.remove}
                    </Button>
                  )
                : undefined
            }
          />
        </section>
      ) : null}
      {isAdding ? (
        <FormDialog
          title={services.addEndpoint}
          act={common.add}
          fields={[
            {
              kind: 'choice',
              name: 'endpoint',
              label: services.endpoint,
              choices: known.map(({ id, url }) => ({ value: id, label: url })),
            },
          ]}
          initial={{ endpoint: '' }}
          check={({ endpoint }) => (endpoint === '' ? { endpoint: services.required } : {})}
          onSubmit={({ endpoint }) => add(String(endpoint))}
          onClose={() => setAdding(false)}
        />
      ) : null}
      <ConfirmDialog
        title={services.removeOf(services.endpoint)}
        act={common.remove}
        isDanger
        isOpen={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        onConfirm={remove}
      >
        {services.removeEndpointText(removed?.url ?? '')}
      </ConfirmDialog>
    </>
  )
}
