import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { withPause } from './maker.ts'
import { inForce, newSecret } from './signing.ts'
import { type Webhook, webhookTarget } from './webhook.ts'
import { requireWebhook } from './webhooks.ts'

/** Maximum number of signatures in one header: receivers try each. */
const most = 5
/** Seconds. */
export const defaultOverlap = 86_400
export const longestOverlap = 604_800

export type RotateWebhookSecret = {
  readonly id: string
  /** Seconds for which the previous secrets sign beside the new one; 0 ends them at once. */
  readonly overlap?: number | undefined
}

/** Creates a new secret, which is shown once. During the overlap old and new secrets sign, so that no delivery fails. */
export const rotateWebhookSecret = command({
  rule: 'muster:rotate_webhook_secret',
  load: ({ id }: RotateWebhookSecret, at) => requireWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  apply: async ({ id, overlap = defaultOverlap }, at) => {
    const { stores, ports, now, record } = at
    if (!Number.isInteger(overlap) || overlap < 0 || overlap > longestOverlap)
      throw domainError(
        'invalid',
        'overlap_invalid',
        `overlap_seconds must be an integer from 0 to ${longestOverlap}.`,
        {
          field: 'overlap_seconds',
        },
      )
    const until = now + overlap * 1000
    const old = inForce(await stores.webhooks.secrets(id), now)
      .map((secret) => ({ ...secret, until: Math.min(secret.until ?? until, until) }))
      .filter((secret) => secret.until > now)
    if (old.length >= most)
      throw domainError(
        'failed_precondition',
        'webhook_secrets_limit',
        `The limit of ${most} active secrets is reached. Wait until one expires, or rotate without overlap.`,
      )
    const { secret, sealed } = newSecret(id, ports)
    const webhook: Webhook | undefined = await stores.webhooks.update(id, {
      secrets: [sealed, ...old],
      updatedAt: now,
    })
    if (!webhook) throw notFound('webhook', id)
    record({
      kind: 'webhook.secret_rotated',
      subject: { type: 'webhook', id },
      domainId: webhook.domainId,
      detail: { overlap_seconds: overlap },
    })
    return { webhook: await withPause(webhook, at), secret }
  },
})
