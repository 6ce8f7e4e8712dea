import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { MissingObject } from '../missing-object.tsx'
import { refresh, serviceName, useEndpoints } from '../queries.ts'
import { EndpointsCard } from './endpoints-card.tsx'
import { ServiceForm } from './service-form.tsx'

export const ServicePage = () => {
  const { services, common } = useMessages()
  const { serviceId } = useParams({ from: '/shell/catalog/services/$serviceId' })
  const may = useMay()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const endpoints = useEndpoints().filter((endpoint) => endpoint.serviceId === serviceId)
  const {
    data: service,
    error,
    refetch,
  } = useQuery({
    queryKey: ['services', serviceId],
    queryFn: ({ signal }) => identity.services.get(serviceId, { signal }),
  })
  const enabling = useMutation({
    mutationFn: async (enabled: boolean) => {
      const changed = await identity.services.update(serviceId, { enabled })
      await refresh('services')
      const text = enabled ? services.enabledNow : services.disabledNow
      announce(text(serviceName(changed)), () => enabling.mutate(!enabled))
    },
  })
  const close = () => setOpen(undefined)
  const trail = <Link to="/catalog">{services.catalog}</Link>
  if (!service)
    return <MissingObject title={serviceId} trail={trail} error={error} onRetry={() => void refetch()} />
  const name = serviceName(service)
  const remove = async () => {
    await identity.services.delete(service)
    await navigate({ to: '/catalog' })
    announce(services.deleted(name))
    await refresh('services', 'endpoints')
  }
  return (
    <>
      <PageHeader title={name} trail={trail}>
        {may('identity:update_service') ? (
          <>
            <Button onPress={() => setOpen('edit')}>{common.edit}</Button>
            <Button isPending={enabling.isPending} onPress={() => enabling.mutate(!service.enabled)}>
              {service.enabled ? common.disable : common.enable}
            </Button>
          </>
        ) : null}
        {may('identity:delete_service') ? (
          <Button look="danger" onPress={() => setOpen('delete')}>
            {common.delete}
          </Button>
        ) : null}
      </PageHeader>
      {enabling.error ? <ErrorNotice error={enabling.error} /> : null}
      <section className="card" aria-label={common.details}>
        <DescriptionList
          items={[
            [services.type, service.type],
            [common.name, service.name || null],
            [
              services.enabled,
              <Badge key="enabled" tone={service.enabled ? 'good' : 'neutral'}>
                {service.enabled ? services.enabled : services.disabled}
              </Badge>,
            ],
            [services.description, service.description || null],
            [common.id, service.id],
          ]}
        />
      </section>
      <EndpointsCard service={service} endpoints={endpoints} />
      {open === 'edit' ? <ServiceForm service={service} onClose={close} /> : null}
      <ConfirmDialog
        title={services.deleteOf(name)}
        act={common.delete}
        isDanger
        isOpen={open === 'delete'}
        onClose={close}
        onConfirm={remove}
      >
        {services.deleteServiceText(name, endpoints.length)}
      </ConfirmDialog>
    </>
  )
}
