import { domainRestriction } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { withPause } from './maker.ts'
import { newSecret } from './signing.ts'
import { type Webhook, webhookTarget } from './webhook.ts'
import { validateFields, type WebhookFields } from './webhook-fields.ts'

/** Maximum number of webhooks of one domain, and of webhooks for all domains: every event is matched against each. */
const most = 100

export type CreateWebhook = WebhookFields & {
  readonly url: string
  /** Null: all domains. Absent: the domain of a domain-scoped caller, else all. */
  readonly domainId?: string | null | undefined
}

/**
 * Creates a webhook that receives the events committed from now on. The secret is shown once. Rejects with `invalid` for
 * a URL that must not be called, `not_found` for an unknown domain, `forbidden` when a domain-scoped caller names
 * another domain.
 */
export const createWebhook = command({
  rule: 'muster:create_webhook',
  load: async ({ domainId }: CreateWebhook, { caller }) => {
    const own = domainRestriction(caller)
    // An administrator of one domain passes most rules, but must not receive events of other domains.
    if (own !== undefined && domainId !== undefined && domainId !== own)
      throw domainError(
        'forbidden',
        'webhook_of_another_domain',
        'A domain-scoped caller can create webhooks of its own domain only.',
      )
    return { domainId: domainId ?? own ?? null }
  },
  target: (_input, found) => webhookTarget(found),
  prepare: async ({ url }, _found, { ports }) => ports.outbound.check(url),
  apply: async (input, { found: { domainId }, prepared: url, ...at }) => {
    const { caller, stores, ports, now, record } = at
    if ((await stores.webhooks.countOf(domainId)) >= most)
      throw domainError(
        'failed_precondition',
        'webhook_limit',
        `The limit of ${most} webhooks is reached. Delete a webhook first.`,
      )
    const id = ports.newId()
    const { secret, sealed } = newSecret(id, ports)
    const webhook: Webhook = await stores.webhooks.insert(
      {
        id,
        domainId,
        url,
        description: null,
        kinds: ['*'],
        ...validateFields(input),
        createdBy: caller.kind === 'known' ? caller.userId : null,
        enabled: input.enabled ?? true,
        disabledReason: null,
        createdAt: now,
        updatedAt: now,
      },
      [sealed],
    )
    record({ kind: 'webhook.created', subject: { type: 'webhook', id }, domainId })
    return { webhook: await withPause(webhook, at), secret }
  },
})
