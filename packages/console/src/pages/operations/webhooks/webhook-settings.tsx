import type { Webhook } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { announce } from '../../../ui/toasts.tsx'
import { fieldsOf, toDraft, type WebhookDraft } from './webhook-draft.ts'
import { WebhookForm } from './webhook-form.tsx'
import { webhookQuery } from './webhook-query.ts'

/** The form of an existing webhook. It compares with the version that it was opened with. */
export const WebhookSettings = ({ webhook }: { readonly webhook: Webhook }) => {
  const { common } = useMessages()
  const client = useQueryClient()
  const [base, setBase] = useState(webhook)
  const [typed, setTyped] = useState<Partial<WebhookDraft>>({})
  const draft = { ...toDraft(base), ...typed }
  const accept = (changed: Webhook) => {
    client.setQueryData(webhookQuery(changed.id).queryKey, changed)
    setBase(changed)
  }
  const save = async () => {
    accept(await muster.webhooks.update(base.id, fieldsOf(draft), { ifMatch: base }))
    setTyped({})
    void client.invalidateQueries({ queryKey: ['webhooks', 'list'] })
    announce(common.saved)
  }
  return (
    <WebhookForm
      draft={draft}
      onChange={(change) => setTyped((before) => ({ ...before, ...change }))}
      onSubmit={save}
      onReload={async () => accept(await muster.webhooks.get(base.id))}
      submit={common.save}
      isNew={false}
    />
  )
}
