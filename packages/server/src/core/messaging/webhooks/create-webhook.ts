import { domainRestriction } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { withPause } from './maker.ts'
import { newSecret } from './signing.ts'
import { type Webhook, webhookTarget } from './webhook.ts'
import { checkedWords, type WebhookWords } from './webhook-fields.ts'

/** Webhooks of one domain, and of all: each costs every event a look. */
const most = 100

export type CreateWebhook = WebhookWords & {
  readonly url: string
  /** Null: all domains. Absent: the domain of a domain-scoped caller, else all. */
  readonly domainId?: string | null | undefined
}

/**
 * Hears of everything that is committed from now on. The secret is told this once. Rejects with `invalid` an address that
 * must not be called, `not_found` for an unknown domain, `forbidden` when a domain-scoped caller means any other.
 */
export const createWebhook = command({
  rule: 'muster:create_webhook',
  load: async ({ domainId }: CreateWebhook, { caller }) => {
    const own = domainRestriction(caller)
    // An administrator of one domain passes most rules, and must not listen at others all the same.
    if (own !== undefined && domainId !== undefined && domainId !== own)
      throw domainError(
        'forbidden',
        'webhook_of_another_domain',
        'Authority over one domain makes webhooks of that domain alone.',
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
        `There are ${most} webhooks already, which is the limit.`,
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
        ...checkedWords(input),
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
