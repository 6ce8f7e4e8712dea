import { ResourceNotFound } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { MissingObject } from '../missing-object.tsx'
import { refresh } from '../queries.ts'
import { ConfigurationForm } from './configuration-form.tsx'

/** An absent configuration is an empty one. */
const readConfiguration = async (domainId: string, signal: AbortSignal) => {
  try {
    return await identity.domainConfigs.get(domainId, { signal })
  } catch (error) {
    if (error instanceof ResourceNotFound) return {}
    throw error
  }
}

export const ConfigurationPage = () => {
  const { services } = useMessages()
  const { domainId } = useParams({ from: '/shell/domain-configuration/$domainId' })
  const may = useMay()
  const [isDeleting, setDeleting] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['domain-configuration', domainId],
    queryFn: async ({ signal }) => {
      const [domain, config, defaults] = await Promise.all([
        muster.domains.get(domainId, { signal }),
        readConfiguration(domainId, signal),
        identity.domainConfigs.defaults({ signal }),
      ])
      return { domain, config, defaults }
    },
  })
  const trail = <Link to="/domain-configuration">{services.domainConfiguration}</Link>
  if (!data)
    return <MissingObject title={domainId} trail={trail} error={error} onRetry={() => void refetch()} />
  const { domain, config, defaults } = data
  const isConfigured = Object.keys(config).length > 0
  const remove = async () => {
    await identity.domainConfigs.delete(domainId)
    await refresh('domain-configuration')
    announce(services.deleted(services.domainConfiguration))
  }
  return (
    <>
      <PageHeader title={domain.name} trail={trail}>
        {isConfigured && may('identity:delete_domain_config') ? (
          <Button look="danger" onPress={() => setDeleting(true)}>
            {services.deleteConfiguration}
          </Button>
        ) : null}
      </PageHeader>
      {isConfigured ? null : <p className="hint">{services.noConfiguration}</p>}
      <ConfigurationForm
        key={domainId}
        domain={domain}
        config={config}
        defaults={defaults}
        isReadOnly={!may('identity:update_domain_config')}
      />
      <ConfirmDialog
        title={services.deleteConfiguration}
        act={services.deleteConfiguration}
        isDanger
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={remove}
      >
        {services.deleteConfigurationText(domain.name)}
      </ConfirmDialog>
    </>
  )
}
