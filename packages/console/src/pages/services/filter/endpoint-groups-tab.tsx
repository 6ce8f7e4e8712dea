import type { EndpointGroup } from '@muster/sdk/openstack'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { pageOf } from '../page-of.ts'
import { EndpointGroupForm } from './endpoint-group-form.tsx'
import { useDescribeFilters } from './use-describe-filters.ts'

export const EndpointGroupsTab = () => {
  const { services, common } = useMessages()
  const may = useMay()
  const navigate = useNavigate()
  const describe = useDescribeFilters()
  const [isCreating, setCreating] = useState(false)
  const open = ({ id }: Pick<EndpointGroup, 'id'>) =>
    navigate({ to: '/endpoint-filter/groups/$groupId', params: { groupId: id } })
  const columns: readonly Column<EndpointGroup>[] = [
    { id: 'name', header: common.name, width: 220, cell: ({ name }) => name },
    { id: 'filters', header: services.filters, width: 360, cell: ({ filters }) => describe(filters) },
    {
      id: 'description',
      header: services.description,
      width: 320,
      cell: ({ description }) => description || '–',
    },
  ]
  return (
    <>
      {may('identity:create_endpoint_group') ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => setCreating(true)}>
            {services.createEndpointGroup}
          </Button>
        </div>
      ) : null}
      <DataTable
        label={services.endpointGroups}
        columns={columns}
        list={{
          key: ['endpoint-groups'],
          page: (marker, signal) =>
            pageOf((query) => identity.endpointGroups.list(query, { signal }), marker),
        }}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={services.noEndpointGroups}
      />
      {isCreating ? <EndpointGroupForm onClose={() => setCreating(false)} onCreated={open} /> : null}
    </>
  )
}
