import type { FederationProtocol, IdentityProvider } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { most, refresh } from '../queries.ts'

type ProtocolFormProps = {
  readonly provider: IdentityProvider
  /** Absent: a new protocol. */
  readonly protocol?: FederationProtocol | undefined
  readonly onClose: () => void
}

export const ProtocolForm = ({ provider, protocol, onClose }: ProtocolFormProps) => {
  const { services, common } = useMessages()
  const { data: mappings = [] } = useQuery({
    queryKey: ['mappings', 'all'],
    queryFn: ({ signal }) => identity.mappings.list({}, { signal }).toArray(most),
  })
  const current = protocol?.mappingId
  const ids = [...new Set([...(current ? [current] : []), ...mappings.map(({ id }) => id)])]
  const fields: readonly FormField[] = [
    ...(protocol
      ? []
      : [
          {
            kind: 'text',
            name: 'id',
            label: services.protocol,
            hint: services.protocolIdHint,
            isRequired: true,
          } as const,
        ]),
    {
      kind: 'choice',
      name: 'mapping',
      label: services.mapping,
      choices: ids.map((id) => ({ value: id, label: id })),
    },
    { kind: 'text', name: 'attribute', label: services.remoteIdAttribute },
  ]
  const submit = async (values: Values) => {
    const mappingId = String(values['mapping'])
    const attribute = String(values['attribute'])
    const saved = protocol
      ? await identity.federationProtocols.update(provider, protocol, {
          mappingId,
          remoteIdAttribute: attribute,
        })
      : await identity.federationProtocols.create(provider, {
          id: String(values['id']),
          mappingId,
          remoteIdAttribute: attribute || undefined,
        })
    await refresh('protocols')
    announce((protocol ? services.changed : services.created)(saved.id))
  }
  return (
    <FormDialog
      title={protocol ? services.editOf(protocol.id) : services.createProtocol}
      act={protocol ? common.save : common.create}
      fields={fields}
      initial={{ id: '', mapping: current ?? '', attribute: protocol?.remoteIdAttribute ?? '' }}
      check={({ mapping }) => (mapping === '' ? { mapping: services.required } : {})}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
