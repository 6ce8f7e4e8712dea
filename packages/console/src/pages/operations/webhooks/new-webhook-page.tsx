import '../operations.css'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { emptyDraft, fieldsOf, type WebhookDraft } from './webhook-draft.ts'
import { WebhookForm } from './webhook-form.tsx'

export const NewWebhookPage = () => {
  const { operations, common } = useMessages()
  const { webhooks } = operations
  const { scope } = useMe().authority
  const navigate = useNavigate()
  const client = useQueryClient()
  const [draft, setDraft] = useState<WebhookDraft>(emptyDraft)
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string }>()
  const change = (part: Partial<WebhookDraft>) => setDraft((before) => ({ ...before, ...part }))
  const create = async () => {
    const domainId = scope?.type === 'domain' ? scope.id : draft.domainId
    const { webhook, secret } = await muster.webhooks.create({
      ...fieldsOf(draft),
      ...(domainId === '' ? {} : { domain_id: domainId }),
    })
    void client.invalidateQueries({ queryKey: ['webhooks', 'list'] })
    setMade({ id: webhook.id, secret })
  }
  const close = () =>
    void navigate({ to: '/webhooks/$webhookId', params: { webhookId: made?.id ?? '' }, replace: true })
  return (
    <>
      <PageHeader title={webhooks.create} trail={<Link to="/webhooks">{webhooks.title}</Link>} />
      <WebhookForm draft={draft} onChange={change} onSubmit={create} submit={common.create} isNew>
        <Link to="/webhooks" className="button">
          {common.cancel}
        </Link>
      </WebhookForm>
      <SecretDialog secret={made?.secret} onClose={close} />
    </>
  )
}
