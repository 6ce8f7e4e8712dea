import type { Domain } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'

/** The domains, whose configuration can be opened. */
export const ConfiguredDomainsPage = () => {
  const { services, common } = useMessages()
  const navigate = useNavigate()
  const columns: readonly Column<Domain>[] = [
    { id: 'name', header: common.name, width: 260, cell: ({ name }) => name },
    { id: 'id', header: common.id, width: 320, cell: ({ id }) => id },
    {
      id: 'description',
      header: services.description,
      width: 320,
      cell: ({ description }) => description || '–',
    },
  ]
  return (
    <>
      <PageHeader title={services.domainConfiguration} />
      <DataTable
        label={services.domainConfiguration}
        columns={columns}
        list={{
          key: ['domains', 'configured'],
          page: (cursor, signal) => muster.domains.list({ limit: 200 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/domain-configuration/$domainId', params: { domainId: id } })
        }
      />
    </>
  )
}
