import { VersionChanged } from '@muster/sdk'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { fieldErrorOf } from '../../../ui/describe-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { DomainFilter } from '../../directory/domain-filter.tsx'
import { KindsField } from './kinds-field.tsx'
import type { WebhookDraft } from './webhook-draft.ts'

type WebhookFormProps = {
  readonly draft: WebhookDraft
  readonly onChange: (change: Partial<WebhookDraft>) => void
  readonly onSubmit: () => Promise<unknown>
  readonly submit: string
  /** A webhook stays in its domain. */
  readonly isNew: boolean
  /** Reads the webhook again after another change; what was typed is kept. */
  readonly onReload?: () => Promise<unknown>
  readonly children?: ReactNode
}

export const WebhookForm = (props: WebhookFormProps) => {
  const { draft, onChange, onSubmit, submit, isNew, onReload, children } = props
  const { operations, errors } = useMessages()
  const { webhooks } = operations
  const may = useMay()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const send = async () => {
    setPending(true)
    setError(undefined)
    await onSubmit().catch(setError)
    setPending(false)
  }
  const reload = async () => {
    await onReload?.().then(() => setError(undefined), setError)
  }
  return (
    <Form className="form" isPending={isPending} onSubmit={send}>
      <TextField
        label={webhooks.fields.url}
        hint={webhooks.urlHint}
        type="url"
        value={draft.url}
        onChange={(url) => onChange({ url })}
        error={fieldErrorOf(error, 'url')}
        isRequired
      />
      <KindsField
        kinds={draft.kinds}
        typed={draft.kind}
        onChange={(kinds, kind) => onChange({ kinds, kind })}
        error={fieldErrorOf(error, 'kinds')}
      />
      {isNew && may('identity:list_domains') ? (
        <DomainFilter
          label={webhooks.fields.domain}
          placeholder={webhooks.allDomains}
          value={draft.domainId || undefined}
          onChange={(domainId = '') => onChange({ domainId })}
        />
      ) : null}
      <TextField
        label={webhooks.fields.description}
        rows={2}
        value={draft.description}
        onChange={(description) => onChange({ description })}
        error={fieldErrorOf(error, 'description')}
      />
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className="form-actions">
        <Button type="submit" look="primary" isPending={isPending}>
          {submit}
        </Button>
        {error instanceof VersionChanged && onReload ? (
          <Button onPress={reload}>{errors.reload}</Button>
        ) : null}
        {children}
      </div>
    </Form>
  )
}
