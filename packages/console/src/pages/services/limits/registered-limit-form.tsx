import type { RegisteredLimit } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh, serviceName, useRegions, useServices } from '../queries.ts'
import { isAmount } from './limit-amount.tsx'

type RegisteredLimitFormProps = {
  /** Absent: a new default limit. */
  readonly limit?: RegisteredLimit | undefined
  readonly onClose: () => void
  readonly onDelete?: (() => void) | undefined
}

export const RegisteredLimitForm = ({ limit, onClose, onDelete }: RegisteredLimitFormProps) => {
  const { services, common } = useMessages()
  const known = useServices()
  const regions = useRegions()
  const fields: readonly FormField[] = [
    {
      kind: 'choice',
      name: 'service',
      label: services.service,
      choices: known.map((service) => ({ value: service.id, label: serviceName(service) })),
    },
    {
      kind: 'choice',
      name: 'region',
      label: services.region,
      choices: [
        { value: '', label: services.allRegions },
        ...regions.map(({ id }) => ({ value: id, label: id })),
      ],
    },
    {
      kind: 'text',
      name: 'resource',
      label: services.resource,
      hint: services.resourceHint,
      isRequired: true,
    },
    { kind: 'text', name: 'amount', label: services.limit, hint: services.limitHint, isRequired: true },
    { kind: 'text', name: 'description', label: services.description },
  ]
  const submit = async (values: Values) => {
    const input = {
      serviceId: String(values['service']),
      regionId: String(values['region']) || null,
      resourceName: String(values['resource']),
      defaultLimit: Number(values['amount']),
      description: String(values['description']) || null,
    }
    const saved = limit
      ? await identity.registeredLimits.update(limit, input)
      : await identity.registeredLimits.create(input)
    await refresh('registered-limits')
    announce((limit ? services.changed : services.created)(saved.resourceName))
  }
  return (
    <FormDialog
      title={limit ? services.editOf(limit.resourceName) : services.createRegisteredLimit}
      act={limit ? common.save : common.create}
      fields={fields}
      initial={{
        service: limit?.serviceId ?? '',
        region: limit?.regionId ?? '',
        resource: limit?.resourceName ?? '',
        amount: String(limit?.defaultLimit ?? ''),
        description: limit?.description ?? '',
      }}
      check={({ service, amount }) => ({
        ...(service === '' ? { service: services.required } : {}),
        ...(isAmount(amount) ? {} : { amount: services.notANumber }),
      })}
      onSubmit={submit}
      onClose={onClose}
      other={onDelete ? { label: common.delete, onPress: onDelete } : undefined}
    />
  )
}
