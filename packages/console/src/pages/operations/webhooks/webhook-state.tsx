import type { Webhook } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'

/** Whether a webhook delivers. */
export const WebhookState = ({ webhook }: { readonly webhook: Webhook }) => {
  const { states } = useMessages().operations.webhooks
  if (webhook.disabled_reason === 'gone') return <Badge tone="bad">{states.gone}</Badge>
  if (!webhook.enabled) return <Badge>{states.paused}</Badge>
  if (webhook.paused_because !== null) return <Badge tone="warning">{states.waiting}</Badge>
  return <Badge tone="good">{states.active}</Badge>
}
