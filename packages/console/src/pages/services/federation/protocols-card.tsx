import type { FederationProtocol, IdentityProvider } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { most, refresh } from '../queries.ts'
import { ProtocolForm } from './protocol-form.tsx'

/** How users of one provider sign in. */
export const ProtocolsCard = ({ provider }: { readonly provider: IdentityProvider }) => {
  const { services, common } = useMessages()
  const may = useMay()
  const [edited, setEdited] = useState<FederationProtocol | 'new'>()
  const [deleted, setDeleted] = useState<FederationProtocol>()
  const {
    data: protocols,
    error,
    refetch,
  } = useQuery({
    queryKey: ['protocols', provider.id],
    queryFn: ({ signal }) => identity.federationProtocols.list(provider, {}, { signal }).toArray(most),
  })
  const remove = async () => {
    if (!deleted) return
    await identity.federationProtocols.delete(provider, deleted)
    await refresh('protocols')
    announce(services.deleted(deleted.id))
  }
  return (
    <section className="card" aria-labelledby="protocols">
      <div className="card-head">
        <h2 id="protocols">{services.protocols}</h2>
        {may('identity:create_protocol') ? (
          <Button look="primary" onPress={() => setEdited('new')}>
            {services.createProtocol}
          </Button>
        ) : null}
      </div>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {protocols?.length === 0 ? <p className="hint">{services.noProtocols}</p> : null}
      {protocols === undefined || protocols.length === 0 ? null : (
        <div className="wide-table">
          <table className="plain-table" aria-labelledby="protocols">
            <thead>
              <tr>
                <th>{services.protocol}</th>
                <th>{services.mapping}</th>
                <th>{services.remoteIdAttribute}</th>
                <th>{common.actions}</th>
              </tr>
            </thead>
            <tbody>
              {protocols.map((protocol) => (
                <tr key={protocol.id}>
                  <td>
                    <bdi>{protocol.id}</bdi>
                  </td>
                  <td>
                    <Link to="/federation/mappings/$mappingId" params={{ mappingId: protocol.mappingId }}>
                      <bdi>{protocol.mappingId}</bdi>
                    </Link>
                  </td>
                  <td>
                    <bdi>{protocol.remoteIdAttribute || '–'}</bdi>
                  </td>
                  <td>
                    <div className="row-actions">
                      {may('identity:update_protocol') ? (
                        <Button
                          look="quiet"
                          aria-label={services.editOf(protocol.id)}
                          onPress={() => setEdited(protocol)}
                        >
                          {common.edit}
                        </Button>
                      ) : null}
                      {may('identity:delete_protocol') ? (
                        <Button
                          look="quiet"
                          aria-label={services.deleteOf(protocol.id)}
                          onPress={() => setDeleted(protocol)}
                        >
                          {common.delete}
                        </Button>
                      ) : null}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited === undefined ? null : (
        <ProtocolForm
          provider={provider}
          protocol={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
      <ConfirmDialog
        title={services.deleteOf(deleted?.id ?? '')}
        act={common.delete}
        isDanger
        isOpen={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        onConfirm={remove}
      >
        {services.deleteProtocolText(deleted?.id ?? '', provider.id)}
      </ConfirmDialog>
    </section>
  )
}
