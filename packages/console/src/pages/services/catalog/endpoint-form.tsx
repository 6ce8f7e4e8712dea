import type { Endpoint, Interface, Service } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh, useRegions } from '../queries.ts'

export const interfaces: readonly Interface[] = ['public', 'internal', 'admin']

const toInput = (values: Values) => ({
  interface: interfaces.find((one) => one === values['interface']) ?? 'public',
  url: String(values['url']),
  regionId: String(values['region']) || null,
  name: String(values['name']),
  description: String(values['description']) || null,
  enabled: values['enabled'] === true,
})

type EndpointFormProps = {
  readonly service: Service
  /** Absent: a new endpoint. */
  readonly endpoint?: Endpoint | undefined
  readonly onClose: () => void
}

export const EndpointForm = ({ service, endpoint, onClose }: EndpointFormProps) => {
  const { services, common } = useMessages()
  const regions = useRegions()
  const fields: readonly FormField[] = [
    {
      kind: 'choice',
      name: 'interface',
      label: services.interface,
      choices: interfaces.map((value) => ({ value, label: services.interfaces[value] })),
    },
    { kind: 'text', name: 'url', label: services.url, hint: services.urlHint, isRequired: true },
    {
      kind: 'choice',
      name: 'region',
      label: services.region,
      choices: [{ value: '', label: common.none }, ...regions.map(({ id }) => ({ value: id, label: id }))],
    },
    { kind: 'text', name: 'name', label: common.name },
    { kind: 'text', name: 'description', label: services.description, rows: 2 },
    { kind: 'flag', name: 'enabled', label: services.enabled },
  ]
  const submit = async (values: Values) => {
    const saved = endpoint
      ? await identity.endpoints.update(endpoint, toInput(values))
      : await identity.endpoints.create({ serviceId: service, ...toInput(values) })
    await refresh('endpoints')
    announce((endpoint ? services.changed : services.created)(saved.url))
  }
  return (
    <FormDialog
      title={endpoint ? services.editOf(endpoint.url) : services.createEndpoint}
      act={endpoint ? common.save : common.create}
      fields={fields}
      initial={{
        interface: endpoint?.interface ?? 'public',
        url: endpoint?.url ?? '',
        region: endpoint?.regionId ?? '',
        name: endpoint?.name ?? '',
        description: endpoint?.description ?? '',
        enabled: endpoint?.enabled ?? true,
      }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
