import type { Endpoint, Service } from '@muster/sdk/openstack'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { EndpointTable } from '../endpoint-table.tsx'
import { refresh } from '../queries.ts'
import { EndpointForm } from './endpoint-form.tsx'

type EndpointsCardProps = { readonly service: Service; readonly endpoints: readonly Endpoint[] }

/** The endpoints of one service. */
export const EndpointsCard = ({ service, endpoints }: EndpointsCardProps) => {
  const { services, common } = useMessages()
  const may = useMay()
  const [edited, setEdited] = useState<Endpoint | 'new'>()
  const [deleted, setDeleted] = useState<Endpoint>()
  const remove = async () => {
    if (!deleted) return
    await identity.endpoints.delete(deleted)
    await refresh('endpoints')
    announce(services.deleted(deleted.url))
  }
  return (
    <section className="card" aria-labelledby="endpoints">
      <div className="card-head">
        <h2 id="endpoints">{services.endpoints}</h2>
        {may('identity:create_endpoint') ? (
          <Button look="primary" onPress={() => setEdited('new')}>
            {services.createEndpoint}
          </Button>
        ) : null}
      </div>
      <EndpointTable
        label={services.endpoints}
        endpoints={endpoints}
        actions={(endpoint) => (
          <>
            {may('identity:update_endpoint') ? (
              <Button
                look="quiet"
                aria-label={services.editOf(endpoint.url)}
                onPress={() => setEdited(endpoint)}
              >
                {common.edit}
              </Button>
            ) : null}
            {may('identity:delete_endpoint') ? (
              <Button
                look="quiet"
                aria-label={services.deleteOf(endpoint.url)}
                onPress={() => setDeleted(endpoint)}
              >
                {common.delete}
              </Button>
            ) : null}
          </>
        )}
      />
      {edited === undefined ? null : (
        <EndpointForm
          service={service}
          endpoint={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
      <ConfirmDialog
        title={services.deleteOf(services.endpoint)}
        act={common.delete}
        isDanger
        isOpen={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        onConfirm={remove}
      >
        {services.deleteEndpointText(deleted?.url ?? '')}
      </ConfirmDialog>
    </section>
  )
}
