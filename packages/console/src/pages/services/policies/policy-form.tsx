import type { Policy } from '@muster/sdk/openstack'
import { identity } from '../../../app/identity.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { FormDialog } from '../form-dialog.tsx'
import type { FormField, Values } from '../form-fields.tsx'
import { refresh } from '../queries.ts'

type PolicyFormProps = {
  /** Absent: a new policy. */
  readonly policy?: Policy | undefined
  readonly onClose: () => void
  readonly onCreated?: (policy: Policy) => void
}

export const PolicyForm = ({ policy, onClose, onCreated }: PolicyFormProps) => {
  const { services, common } = useMessages()
  const fields: readonly FormField[] = [
    { kind: 'text', name: 'type', label: services.mediaType, isRequired: true },
    { kind: 'text', name: 'blob', label: services.blob, rows: 12, isCode: true, isRequired: true },
  ]
  const submit = async (values: Values) => {
    const input = { type: String(values['type']), blob: String(values['blob']) }
    const saved = policy
      ? await identity.policies.update(policy, input)
      : await identity.policies.create(input)
    await refresh('policies')
    announce((policy ? services.changed : services.created)(services.policy))
    if (!policy) onCreated?.(saved)
  }
  return (
    <FormDialog
      title={policy ? services.editOf(services.policy) : services.createPolicy}
      act={policy ? common.save : common.create}
      fields={fields}
      initial={{ type: policy?.type ?? 'application/json', blob: policy?.blob ?? '' }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
