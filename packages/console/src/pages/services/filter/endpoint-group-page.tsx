import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { EndpointTable } from '../endpoint-table.tsx'
import { MissingObject } from '../missing-object.tsx'
import { most, refresh } from '../queries.ts'
import { EndpointGroupForm } from './endpoint-group-form.tsx'
import { GroupProjectsCard } from './group-projects-card.tsx'
import { useDescribeFilters } from './use-describe-filters.ts'

export const EndpointGroupPage = () => {
  const { services, common } = useMessages()
  const { groupId } = useParams({ from: '/shell/endpoint-filter/groups/$groupId' })
  const may = useMay()
  const navigate = useNavigate()
  const describe = useDescribeFilters()
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const {
    data: group,
    error,
    refetch,
  } = useQuery({
    queryKey: ['endpoint-groups', groupId],
    queryFn: ({ signal }) => identity.endpointGroups.get(groupId, { signal }),
  })
  const { data: endpoints } = useQuery({
    queryKey: ['endpoint-groups', groupId, 'endpoints'],
    queryFn: ({ signal }) => identity.endpointGroups.listEndpoints(groupId, {}, { signal }).toArray(most),
  })
  const trail = <Link to="/endpoint-filter">{services.endpointFilter}</Link>
  if (!group)
    return <MissingObject title={groupId} trail={trail} error={error} onRetry={() => void refetch()} />
  const close = () => setOpen(undefined)
  const remove = async () => {
    await identity.endpointGroups.delete(group)
    await navigate({ to: '/endpoint-filter' })
    announce(services.deleted(group.name))
    await refresh('endpoint-groups')
  }
  return (
    <>
      <PageHeader title={group.name} trail={trail}>
        {may('identity:update_endpoint_group') ? (
          <Button onPress={() => setOpen('edit')}>{common.edit}</Button>
        ) : null}
        {may('identity:delete_endpoint_group') ? (
          <Button look="danger" onPress={() => setOpen('delete')}>
            {common.delete}
          </Button>
        ) : null}
      </PageHeader>
      <section className="card" aria-label={common.details}>
        <DescriptionList
          items={[
            [services.filters, describe(group.filters)],
            [services.description, group.description || null],
            [common.id, group.id],
          ]}
        />
      </section>
      <section className="card" aria-labelledby="endpoints">
        <h2 id="endpoints">{services.endpoints}</h2>
        {endpoints ? <EndpointTable label={services.endpoints} endpoints={endpoints} hasServices /> : null}
      </section>
      <GroupProjectsCard group={group} />
      {open === 'edit' ? <EndpointGroupForm group={group} onClose={close} /> : null}
      <ConfirmDialog
        title={services.deleteOf(group.name)}
        act={common.delete}
        isDanger
        isOpen={open === 'delete'}
        onClose={close}
        onConfirm={remove}
      >
        {services.deleteEndpointGroupText(group.name)}
      </ConfirmDialog>
    </>
  )
}
