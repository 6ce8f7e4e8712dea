import type { Policy, PolicyAssociation } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh, serviceName, useEndpoints, useRegions, useServices } from '../queries.ts'

const kinds = ['endpoint', 'service', 'region'] as const

type AssociationFormProps = {
  readonly policy: Policy
  readonly act: 'associate' | 'dissociate'
  readonly onClose: () => void
}

const toAssociation = (policy: Policy, { kind, ...values }: Values): PolicyAssociation => {
  if (kind === 'endpoint') return { policy, endpoint: String(values['endpoint']) }
  return {
    policy,
    service: String(values['service']),
    ...(kind === 'region' ? { region: String(values['region']) } : {}),
  }
}

export const AssociationForm = ({ policy, act, onClose }: AssociationFormProps) => {
  const { services } = useMessages()
  const known = useServices()
  const regions = useRegions()
  const endpoints = useEndpoints()
  const fields: readonly FormField[] = [
    {
      kind: 'choice',
      name: 'kind',
      label: services.associationKind,
      choices: kinds.map((value) => ({ value, label: services.associationKinds[value] })),
    },
    {
      kind: 'choice',
      name: 'endpoint',
      label: services.endpoint,
      choices: endpoints.map(({ id, url }) => ({ value: id, label: url })),
      isShown: ({ kind }) => kind === 'endpoint',
    },
    {
      kind: 'choice',
      name: 'service',
      label: services.service,
      choices: known.map((service) => ({ value: service.id, label: serviceName(service) })),
      isShown: ({ kind }) => kind !== 'endpoint',
    },
    {
      kind: 'choice',
      name: 'region',
      label: services.region,
      choices: regions.map(({ id }) => ({ value: id, label: id })),
      isShown: ({ kind }) => kind === 'region',
    },
  ]
  const submit = async (values: Values) => {
    await identity.policies[act](toAssociation(policy, values))
    await refresh('policies')
    announce(act === 'associate' ? services.associated : services.dissociated)
  }
  return (
    <FormDialog
      title={services[act]}
      text={services.associationText}
      act={services[act]}
      fields={fields}
      initial={{ kind: 'endpoint', endpoint: '', service: '', region: '' }}
      check={(values) =>
        Object.fromEntries(
          fields
            .filter(({ name, isShown }) => (isShown?.(values) ?? true) && values[name] === '')
            .map(({ name }) => [name, services.required]),
        )
      }
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
