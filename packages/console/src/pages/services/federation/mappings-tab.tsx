import type { Mapping } from '@muster/sdk/openstack'
import { useNavigate } from '@tanstack/react-router'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { pageOf } from '../page-of.ts'

export const MappingsTab = () => {
  const { services, common } = useMessages()
  const may = useMay()
  const navigate = useNavigate()
  const columns: readonly Column<Mapping>[] = [
    { id: 'id', header: common.id, width: 280, cell: ({ id }) => id },
    { id: 'rules', header: services.rulesCount, width: 180, cell: ({ rules }) => rules.length },
    {
      id: 'version',
      header: services.schemaVersion,
      width: 260,
      cell: ({ schemaVersion }) => schemaVersion ?? '1.0',
    },
  ]
  return (
    <>
      {may('identity:create_mapping') ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => void navigate({ to: '/federation/new-mapping' })}>
            {services.createMapping}
          </Button>
        </div>
      ) : null}
      <DataTable
        label={services.mappings}
        columns={columns}
        list={{
          key: ['mappings'],
          page: (marker, signal) => pageOf((query) => identity.mappings.list(query, { signal }), marker),
        }}
        rowKey={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/federation/mappings/$mappingId', params: { mappingId: id } })
        }
        empty={services.noMappings}
      />
    </>
  )
}
