import { useMutation, useQuery } from '@tanstack/react-query'
import '../services.css'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { MissingObject } from '../missing-object.tsx'
import { refresh } from '../queries.ts'
import { ProtocolsCard } from './protocols-card.tsx'
import { ProviderForm } from './provider-form.tsx'

export const ProviderPage = () => {
  const { services, common } = useMessages()
  const { providerId } = useParams({ from: '/shell/federation/providers/$providerId' })
  const may = useMay()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'delete' | 'disable'>()
  const { data, error, refetch } = useQuery({
    queryKey: ['identity-providers', providerId],
    queryFn: ({ signal }) => identity.identityProviders.get(providerId, { signal }),
  })
  const enabling = useMutation({
    mutationFn: async (enabled: boolean) => {
      await identity.identityProviders.update(providerId, { enabled })
      await refresh('identity-providers')
      const text = enabled ? services.enabledNow : services.disabledNow
      announce(text(providerId), () => enabling.mutate(!enabled))
    },
  })
  const close = () => setOpen(undefined)
  const trail = <Link to="/federation">{services.federation}</Link>
  if (!data)
    return <MissingObject title={providerId} trail={trail} error={error} onRetry={() => void refetch()} />
  const remove = async () => {
    await identity.identityProviders.delete(data)
    await navigate({ to: '/federation' })
    announce(services.deleted(data.id))
    await refresh('identity-providers')
  }
  return (
    <>
      <PageHeader title={data.id} trail={trail}>
        {may('identity:update_identity_provider') ? (
          <>
            <Button onPress={() => setOpen('edit')}>{common.edit}</Button>
            <Button
              isPending={enabling.isPending}
              onPress={() => (data.enabled ? setOpen('disable') : enabling.mutate(true))}
            >
              {data.enabled ? common.disable : common.enable}
            </Button>
          </>
        ) : null}
        {may('identity:delete_identity_provider') ? (
          <Button look="danger" onPress={() => setOpen('delete')}>
            {common.delete}
          </Button>
        ) : null}
      </PageHeader>
      {enabling.error ? <ErrorNotice error={enabling.error} /> : null}
      <section className="card" aria-label={common.details}>
        <DescriptionList
          items={[
            [
              services.enabled,
              <Badge key="enabled" tone={data.enabled ? 'good' : 'neutral'}>
                {data.enabled ? services.enabled : services.disabled}
              </Badge>,
            ],
            [services.remoteIds, data.remoteIds.join(', ') || null],
            [services.domainId, data.domainId],
            [services.authorizationTtl, data.authorizationTtl],
            [services.description, data.description || null],
          ]}
        />
      </section>
      <ProtocolsCard provider={data} />
      {open === 'edit' ? <ProviderForm provider={data} onClose={close} /> : null}
      <ConfirmDialog
        title={services.deleteOf(data.id)}
        act={common.delete}
        isDanger
        isOpen={open === 'delete'}
        onClose={close}
        onConfirm={remove}
      >
        {services.deleteProviderText(data.id)}
      </ConfirmDialog>
      <ConfirmDialog
        title={services.disableOf(data.id)}
        act={common.disable}
        isOpen={open === 'disable'}
        onClose={close}
        onConfirm={() => enabling.mutateAsync(false)}
      >
        {services.disableProviderText(data.id)}
      </ConfirmDialog>
    </>
  )
}
