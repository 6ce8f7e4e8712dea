import type { Policy } from '@muster/sdk/openstack'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { pageOf } from '../page-of.ts'
import { PolicyForm } from './policy-form.tsx'

/** Characters of a blob in a row. */
const shown = 200

export const PoliciesPage = () => {
  const { services, common } = useMessages()
  const may = useMay()
  const navigate = useNavigate()
  const [isCreating, setCreating] = useState(false)
  const open = ({ id }: Pick<Policy, 'id'>) =>
    navigate({ to: '/policies/$policyId', params: { policyId: id } })
  const columns: readonly Column<Policy>[] = [
    { id: 'id', header: common.id, width: 300, cell: ({ id }) => id },
    { id: 'type', header: services.mediaType, width: 200, cell: ({ type }) => type },
    { id: 'blob', header: services.blob, width: 420, cell: ({ blob }) => blob.slice(0, shown) },
  ]
  return (
    <>
      <PageHeader title={services.policies}>
        {may('identity:create_policy') ? (
          <Button look="primary" onPress={() => setCreating(true)}>
            {services.createPolicy}
          </Button>
        ) : null}
      </PageHeader>
      <DataTable
        label={services.policies}
        columns={columns}
        list={{
          key: ['policies'],
          page: (marker, signal) => pageOf((query) => identity.policies.list(query, { signal }), marker),
        }}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={services.noPolicies}
      />
      {isCreating ? <PolicyForm onClose={() => setCreating(false)} onCreated={open} /> : null}
    </>
  )
}
