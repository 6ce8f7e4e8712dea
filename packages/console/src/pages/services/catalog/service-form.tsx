import type { Service } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh } from '../queries.ts'

const toInput = (values: Values) => ({
  type: String(values['type']),
  // A service without a name keeps none; a name cannot be taken away.
  name: String(values['name']) || undefined,
  description: String(values['description']) || null,
  enabled: values['enabled'] === true,
})

type ServiceFormProps = {
  /** Absent: a new service. */
  readonly service?: Service | undefined
  readonly onClose: () => void
  readonly onCreated?: (service: Service) => void
}

export const ServiceForm = ({ service, onClose, onCreated }: ServiceFormProps) => {
  const { services, common } = useMessages()
  const fields: readonly FormField[] = [
    { kind: 'text', name: 'type', label: services.type, hint: services.typeHint, isRequired: true },
    { kind: 'text', name: 'name', label: common.name, isRequired: Boolean(service?.name) },
    { kind: 'text', name: 'description', label: services.description, rows: 2 },
    { kind: 'flag', name: 'enabled', label: services.enabled },
  ]
  const submit = async (values: Values) => {
    const saved = service
      ? await identity.services.update(service, toInput(values))
      : await identity.services.create(toInput(values))
    await refresh('services')
    announce((service ? services.changed : services.created)(saved.name || saved.type))
    if (!service) onCreated?.(saved)
  }
  return (
    <FormDialog
      title={service ? services.editOf(service.name || service.type) : services.createService}
      act={service ? common.save : common.create}
      fields={fields}
      initial={{
        type: service?.type ?? '',
        name: service?.name ?? '',
        description: service?.description ?? '',
        enabled: service?.enabled ?? true,
      }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
