import type { IdentityProvider } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh } from '../queries.ts'

const toInput = (values: Values) => ({
  description: String(values['description']) || null,
  remoteIds: String(values['remoteIds'])
    .split('\n')
    .flatMap((line) => line.trim() || []),
  authorizationTtl: values['authorizationTtl'] === '' ? null : Number(values['authorizationTtl']),
  enabled: values['enabled'] === true,
})

type ProviderFormProps = {
  /** Absent: a new provider. */
  readonly provider?: IdentityProvider | undefined
  readonly onClose: () => void
  readonly onCreated?: (provider: IdentityProvider) => void
}

export const ProviderForm = ({ provider, onClose, onCreated }: ProviderFormProps) => {
  const { services, common } = useMessages()
  const fields: readonly FormField[] = [
    ...(provider
      ? []
      : [
          { kind: 'text', name: 'id', label: common.id, isRequired: true } as const,
          { kind: 'domain', name: 'domain', label: services.domain, hint: services.domainIdHint } as const,
        ]),
    { kind: 'text', name: 'remoteIds', label: services.remoteIds, hint: services.remoteIdsHint, rows: 3 },
    { kind: 'text', name: 'description', label: services.description, rows: 2 },
    {
      kind: 'text',
      name: 'authorizationTtl',
      label: services.authorizationTtl,
      hint: services.authorizationTtlHint,
      inputMode: 'numeric',
    },
    { kind: 'flag', name: 'enabled', label: services.enabled },
  ]
  const submit = async (values: Values) => {
    const saved = provider
      ? await identity.identityProviders.update(provider, toInput(values))
      : await identity.identityProviders.create({
          ...toInput(values),
          id: String(values['id']),
          domainId: String(values['domain']) || undefined,
        })
    await refresh('identity-providers')
    announce((provider ? services.changed : services.created)(saved.id))
    if (!provider) onCreated?.(saved)
  }
  return (
    <FormDialog
      title={provider ? services.editOf(provider.id) : services.createIdentityProvider}
      act={provider ? common.save : common.create}
      fields={fields}
      initial={{
        id: '',
        domain: '',
        remoteIds: provider?.remoteIds.join('\n') ?? '',
        description: provider?.description ?? '',
        authorizationTtl: String(provider?.authorizationTtl ?? ''),
        enabled: provider?.enabled ?? true,
      }}
      check={({ authorizationTtl }) =>
        /^\d{0,10}$/.test(String(authorizationTtl)) ? {} : { authorizationTtl: services.notMinutes }
      }
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
