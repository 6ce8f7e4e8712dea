import type { RegisteredLimit } from '@muster/sdk/openstack'
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
import { refresh } from '../queries.ts'
import { LimitAmount } from './limit-amount.tsx'
import { LimitConditions } from './limit-conditions.tsx'
import { RegisteredLimitForm } from './registered-limit-form.tsx'
import { usePlaceColumns } from './use-place-columns.ts'

export const RegisteredLimitsTab = () => {
  const { services, common } = useMessages()
  const { service, region } = useSearch({ from: '/shell/limits' })
  const may = useMay()
  const placeColumns = usePlaceColumns<RegisteredLimit>()
  const [edited, setEdited] = useState<RegisteredLimit | 'new'>()
  const [deleted, setDeleted] = useState<RegisteredLimit>()
  const columns: readonly Column<RegisteredLimit>[] = [
    ...placeColumns,
    { id: 'resource', header: services.resource, width: 200, cell: ({ resourceName }) => resourceName },
    {
      id: 'limit',
      header: services.limit,
      width: 130,
      cell: ({ defaultLimit }) => <LimitAmount value={defaultLimit} />,
    },
    {
      id: 'description',
      header: services.description,
      width: 320,
      cell: ({ description }) => description || '–',
    },
  ]
  const remove = async () => {
    if (!deleted) return
    await identity.registeredLimits.delete(deleted)
    await refresh('registered-limits')
    announce(services.deleted(deleted.resourceName))
  }
  return (
    <>
      <LimitConditions>
        {may('identity:create_registered_limits') ? (
          <Button look="primary" onPress={() => setEdited('new')}>
            {services.createRegisteredLimit}
          </Button>
        ) : null}
      </LimitConditions>
      <DataTable
        label={services.registeredLimits}
        columns={columns}
        list={{
          key: ['registered-limits', { service, region }],
          page: (marker, signal) =>
            pageOf(
              (query) =>
                identity.registeredLimits.list(
                  { ...query, serviceId: service, regionId: region },
                  { signal },
                ),
              marker,
            ),
        }}
        rowKey={({ id }) => id}
        {...(may('identity:update_registered_limit') ? { onOpen: setEdited } : {})}
        empty={services.noLimits}
      />
      {edited === undefined ? null : (
        <RegisteredLimitForm
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
        {services.deleteRegisteredLimitText(deleted?.resourceName ?? '')}
      </ConfirmDialog>
    </>
  )
}
