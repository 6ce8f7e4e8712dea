import type { IdentityProvider } from '@muster/sdk/openstack'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { pageOf } from '../page-of.ts'
import { ProviderForm } from './provider-form.tsx'

export const ProvidersTab = () => {
  const { services, common } = useMessages()
  const may = useMay()
  const navigate = useNavigate()
  const [isCreating, setCreating] = useState(false)
  const open = ({ id }: Pick<IdentityProvider, 'id'>) =>
    navigate({ to: '/federation/providers/$providerId', params: { providerId: id } })
  const columns: readonly Column<IdentityProvider>[] = [
    { id: 'id', header: common.id, width: 200, cell: ({ id }) => id },
    {
      id: 'enabled',
      header: services.enabled,
      width: 130,
      cell: ({ enabled }) => (
        <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? services.enabled : services.disabled}</Badge>
      ),
    },
    {
      id: 'remoteIds',
      header: services.remoteIds,
      width: 320,
      cell: ({ remoteIds }) => remoteIds.join(', ') || '–',
    },
    {
      id: 'description',
      header: services.description,
      width: 320,
      cell: ({ description }) => description || '–',
    },
  ]
  return (
    <>
      {may('identity:create_identity_provider') ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => setCreating(true)}>
            {services.createIdentityProvider}
          </Button>
        </div>
      ) : null}
      <DataTable
        label={services.identityProviders}
        columns={columns}
        list={{
          key: ['identity-providers'],
          page: (marker, signal) =>
            pageOf((query) => identity.identityProviders.list(query, { signal }), marker),
        }}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={services.noProviders}
      />
      {isCreating ? <ProviderForm onClose={() => setCreating(false)} onCreated={open} /> : null}
    </>
  )
}
