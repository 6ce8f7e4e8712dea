import type { EndpointGroup } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { interfaces } from '../catalog/endpoint-form.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh, serviceName, useRegions, useServices } from '../queries.ts'

const toInput = (values: Values) => {
  const kind = interfaces.find((one) => one === values['interface'])
  return {
    name: String(values['name']),
    description: String(values['description']) || null,
    filters: {
      ...(values['service'] === '' ? {} : { service_id: String(values['service']) }),
      ...(values['region'] === '' ? {} : { region_id: String(values['region']) }),
      ...(kind === undefined ? {} : { interface: kind }),
    },
  }
}

type EndpointGroupFormProps = {
  /** Absent: a new group. */
  readonly group?: EndpointGroup | undefined
  readonly onClose: () => void
  readonly onCreated?: (group: EndpointGroup) => void
}

export const EndpointGroupForm = ({ group, onClose, onCreated }: EndpointGroupFormProps) => {
  const { services, common } = useMessages()
  const known = useServices()
  const regions = useRegions()
  const fields: readonly FormField[] = [
    { kind: 'text', name: 'name', label: common.name, isRequired: true },
    { kind: 'text', name: 'description', label: services.description, rows: 2 },
    {
      kind: 'choice',
      name: 'service',
      label: services.service,
      choices: [
        { value: '', label: services.anyService },
        ...known.map((service) => ({ value: service.id, label: serviceName(service) })),
      ],
    },
    {
      kind: 'choice',
      name: 'region',
      label: services.region,
      choices: [
        { value: '', label: services.anyRegion },
        ...regions.map(({ id }) => ({ value: id, label: id })),
      ],
    },
    {
      kind: 'choice',
      name: 'interface',
      label: services.interface,
      choices: [
        { value: '', label: services.anyInterface },
        ...interfaces.map((value) => ({ value, label: services.interfaces[value] })),
      ],
    },
  ]
  const submit = async (values: Values) => {
    const saved = group
      ? await identity.endpointGroups.update(group, toInput(values))
      : await identity.endpointGroups.create(toInput(values))
    await refresh('endpoint-groups')
    announce((group ? services.changed : services.created)(saved.name))
    if (!group) onCreated?.(saved)
  }
  return (
    <FormDialog
      title={group ? services.editOf(group.name) : services.createEndpointGroup}
      text={services.filtersHint}
      act={group ? common.save : common.create}
      fields={fields}
      initial={{
        name: group?.name ?? '',
        description: group?.description ?? '',
        service: group?.filters.service_id ?? '',
        region: group?.filters.region_id ?? '',
        interface: group?.filters.interface ?? '',
      }}
      check={(values) =>
        Object.keys(toInput(values).filters).length === 0 ? { service: services.needsFilter } : {}
      }
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
