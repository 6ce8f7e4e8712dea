import type { Limit, RegisteredLimit } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { most, refresh, serviceName, useServices } from '../queries.ts'
import { isAmount } from './limit-amount.tsx'

type LimitFormProps = {
  /** Absent: a new limit. */
  readonly limit?: Limit | undefined
  readonly onClose: () => void
  readonly onDelete?: (() => void) | undefined
}

const isOfDomain = ({ kind }: Values) => kind === 'domain'

export const LimitForm = ({ limit, onClose, onDelete }: LimitFormProps) => {
  const { services, common } = useMessages()
  const known = useServices()
  const { data: registered = [] } = useQuery({
    queryKey: ['registered-limits', 'all'],
    queryFn: ({ signal }) => identity.registeredLimits.list({}, { signal }).toArray(most),
  })
  const nameOf = ({ serviceId, regionId, resourceName }: RegisteredLimit) => {
    const service = known.find(({ id }) => id === serviceId)
    const place = [service ? serviceName(service) : serviceId, ...(regionId ? [regionId] : [])]
    return `${resourceName} (${place.join(', ')})`
  }
  const own: readonly FormField[] = [
    {
      kind: 'choice',
      name: 'registered',
      label: services.resource,
      choices: registered.map((one) => ({ value: one.id, label: nameOf(one) })),
    },
    {
      kind: 'choice',
      name: 'kind',
      label: services.projectOrDomain,
      choices: [
        { value: 'project', label: services.project },
        { value: 'domain', label: services.domain },
      ],
    },
    {
      kind: 'project',
      name: 'project',
      label: services.project,
      isShown: (values) => !isOfDomain(values),
    },
    { kind: 'domain', name: 'domain', label: services.domain, isShown: isOfDomain },
  ]
  const fields: readonly FormField[] = [
    ...(limit ? [] : own),
    { kind: 'text', name: 'amount', label: services.limit, hint: services.limitHint, isRequired: true },
    { kind: 'text', name: 'description', label: services.description },
  ]
  const create = (values: Values) => {
    const resource = registered.find(({ id }) => id === values['registered'])
    if (!resource) throw new Error('no resource is chosen')
    return identity.limits.create({
      serviceId: resource.serviceId,
      regionId: resource.regionId,
      resourceName: resource.resourceName,
      ...(isOfDomain(values)
        ? { domainId: String(values['domain']) }
        : { projectId: String(values['project']) }),
      resourceLimit: Number(values['amount']),
      description: String(values['description']) || null,
    })
  }
  const submit = async (values: Values) => {
    const saved = limit
      ? await identity.limits.update(limit, {
          resourceLimit: Number(values['amount']),
          description: String(values['description']) || null,
        })
      : await create(values)
    await refresh('limits')
    announce((limit ? services.changed : services.created)(saved.resourceName))
  }
  const check = (values: Values) => ({
    ...(isAmount(values['amount']) ? {} : { amount: services.notANumber }),
    ...(limit || values['registered'] !== '' ? {} : { registered: services.required }),
    ...(limit || isOfDomain(values) || values['project'] !== '' ? {} : { project: services.required }),
    ...(limit || !isOfDomain(values) || values['domain'] !== '' ? {} : { domain: services.required }),
  })
  return (
    <FormDialog
      title={limit ? services.editOf(limit.resourceName) : services.createLimit}
      text={limit ? undefined : services.limitNeedsDefault}
      act={limit ? common.save : common.create}
      fields={fields}
      initial={{
        registered: '',
        kind: 'project',
        project: '',
        domain: '',
        amount: String(limit?.resourceLimit ?? ''),
        description: limit?.description ?? '',
      }}
      check={check}
      onSubmit={submit}
      onClose={onClose}
      other={onDelete ? { label: common.delete, onPress: onDelete } : undefined}
    />
  )
}
