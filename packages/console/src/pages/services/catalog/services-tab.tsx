import type { Service } from '@muster/sdk/openstack'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { servicesQuery, useEndpoints } from '../queries.ts'
import { ServiceForm } from './service-form.tsx'

export const ServicesTab = () => {
  const { services, common } = useMessages()
  const may = useMay()
  const navigate = useNavigate()
  const [isCreating, setCreating] = useState(false)
  const endpoints = useEndpoints()
  const open = ({ id }: Pick<Service, 'id'>) =>
    navigate({ to: '/catalog/services/$serviceId', params: { serviceId: id } })
  const columns: readonly Column<Service>[] = [
    { id: 'type', header: services.type, width: 180, cell: ({ type }) => type },
    { id: 'name', header: common.name, width: 180, cell: ({ name }) => name || '–' },
    {
      id: 'enabled',
      header: services.enabled,
      width: 130,
      cell: ({ enabled }) => (
        <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? services.enabled : services.disabled}</Badge>
      ),
    },
    {
      id: 'endpoints',
      header: services.endpoints,
      width: 110,
      cell: ({ id }) => endpoints.filter(({ serviceId }) => serviceId === id).length,
    },
    {
      id: 'description',
      header: services.description,
      width: 360,
      cell: ({ description }) => description || '–',
    },
  ]
  return (
    <>
      {may('identity:create_service') ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => setCreating(true)}>
            {services.createService}
          </Button>
        </div>
      ) : null}
      <DataTable
        label={services.services}
        columns={columns}
        list={{
          key: ['services', 'table'],
          page: async () => ({ items: await queryClient.fetchQuery(servicesQuery), next: undefined }),
        }}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={services.noServices}
      />
      {isCreating ? <ServiceForm onClose={() => setCreating(false)} onCreated={open} /> : null}
    </>
  )
}
