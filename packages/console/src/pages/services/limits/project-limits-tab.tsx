import type { Limit } from '@muster/sdk/openstack'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { pageOf } from '../page-of.ts'
import { PlaceName } from '../place-name.tsx'
import { refresh } from '../queries.ts'
import { LimitAmount } from './limit-amount.tsx'
import { LimitConditions } from './limit-conditions.tsx'
import { LimitForm } from './limit-form.tsx'
import { usePlaceColumns } from './use-place-columns.ts'

/** Limits that projects and domains have in place of the default ones. */
export const ProjectLimitsTab = () => {
  const { services, common } = useMessages()
  const { service, region, project } = useSearch({ from: '/shell/limits' })
  const may = useMay()
  const placeColumns = usePlaceColumns<Limit>()
  const [edited, setEdited] = useState<Limit | 'new'>()
  const [deleted, setDeleted] = useState<Limit>()
  const columns: readonly Column<Limit>[] = [
    {
      id: 'place',
      header: services.projectOrDomain,
      width: 240,
      cell: ({ projectId, domainId }) => <PlaceName projectId={projectId} domainId={domainId} />,
    },
    ...placeColumns,
    { id: 'resource', header: services.resource, width: 180, cell: ({ resourceName }) => resourceName },
    {
      id: 'limit',
      header: services.limit,
      width: 130,
      cell: ({ resourceLimit }) => <LimitAmount value={resourceLimit} />,
    },
    {
      id: 'description',
      header: services.description,
      width: 260,
      cell: ({ description }) => description || '–',
    },
  ]
  const remove = async () => {
    if (!deleted) return
    await identity.limits.delete(deleted)
    await refresh('limits')
    announce(services.deleted(deleted.resourceName))
  }
  return (
    <>
      <LimitConditions hasProject>
        {may('identity:create_limits') ? (
          <Button look="primary" onPress={() => setEdited('new')}>
            {services.createLimit}
          </Button>
        ) : null}
      </LimitConditions>
      <DataTable
        label={services.projectLimits}
        columns={columns}
        list={{
          key: ['limits', { service, region, project }],
          page: (marker, signal) =>
            pageOf(
              (query) =>
                identity.limits.list(
                  { ...query, serviceId: service, regionId: region, projectId: project },
                  { signal },
                ),
              marker,
            ),
        }}
        rowKey={({ id }) => id}
        {...(may('identity:update_limit') ? { onOpen: setEdited } : {})}
        empty={services.noLimits}
      />
      {edited === undefined ? null : (
        <LimitForm
          limit={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onDelete={
            edited === 'new'
              ? undefined
              : () => {
                  setEdited(undefined)
                  setDeleted(edited)
                }
          }
        />
      )}
      <ConfirmDialog
        title={services.deleteOf(deleted?.resourceName ?? '')}
        act={common.delete}
        isDanger
        isOpen={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        onConfirm={remove}
      >
        {services.deleteLimitText(deleted?.resourceName ?? '')}
      </ConfirmDialog>
    </>
  )
}
