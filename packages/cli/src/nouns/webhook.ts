import type { Delivery, NewWebhook, Webhook, WebhookChange } from '@muster/sdk'
import {
  choice,
  clearable,
  type Fields,
  flag,
  integer,
  list,
  reference,
  text,
  toggle,
} from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import { UsageError } from '../usage-error.ts'

const columns = {
  url: true,
  enabled: true,
  paused_because: true,
  kinds: true,
  id: true,
  domain_id: false,
  description: false,
  disabled_reason: false,
  created_by: false,
  created_at: false,
  updated_at: false,
} as const satisfies Record<keyof Webhook, boolean>

const deliveryColumns = {
  id: true,
  kind: true,
  state: true,
  attempts: true,
  last_status: true,
  created_at: true,
  webhook_id: false,
  event_sequence: false,
  next_attempt_at: false,
  last_error: false,
  response: false,
  first_attempt_at: false,
  last_attempt_at: false,
} as const satisfies Record<keyof Delivery, boolean>

const webhook = { about: 'the id', names: 'webhook' } as const

const changed = {
  description: clearable('a description'),
  kinds: list('event kinds, as in user.created or user.*, may be repeated; default: all', 'KIND'),
  enabled: toggle('delivers'),
}

export const webhookNoun: Noun = {
  name: 'webhook',
  about: 'webhooks, which deliver events',
  parts: { delivery: 'the deliveries of a webhook' },
  verbs: {
    list: verb({
      about: 'list webhooks',
      fields: { domain_id: reference('domain', 'only this domain') },
      examples: ['muster webhook list'],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.webhooks.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show a webhook',
      args: { webhook },
      examples: ['muster webhook show 3f0c…'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.webhooks.get(args.webhook),
    }),
    create: verb({
      about: 'create a webhook; its signing secret is shown only once',
      args: { url: { about: 'the https address of the receiver' } },
      fields: {
        ...({
          domain_id: reference('domain', 'only events of this domain'),
          ...changed,
        } satisfies Fields<NewWebhook>),
        all_domains: flag('events of the whole system'),
      },
      examples: ["muster webhook create https://example.org/hook --kinds 'user.*' --secret-file whsec.txt"],
      check({ domain_id, all_domains }) {
        if (domain_id !== undefined && all_domains)
          throw new UsageError('Give either --domain or --all-domains.')
      },
      shows: 'secret',
      columns,
      run: async ({ muster, args, body: { all_domains, ...body } }) => {
        const made = await muster.webhooks.create({
          ...body,
          url: args.url,
          ...(all_domains ? { domain_id: null } : {}),
        })
        return { object: made.webhook, secret: made.secret }
      },
    }),
    update: verb({
      about: 'change a webhook',
      args: { webhook },
      fields: { url: text('a new address', 'URL'), ...changed } satisfies Fields<WebhookChange>,
      examples: ['muster webhook update 3f0c… --no-enabled'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.webhooks.update(args.webhook, body),
    }),
    delete: verb({
      about: 'delete a webhook and its deliveries',
      args: { webhook },
      examples: ['muster webhook delete 3f0c… --yes'],
      confirm: ({ webhook: label }) => `Delete the webhook ${label} and its deliveries?`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.webhooks.delete(args.webhook)
        return `Deleted the webhook ${labels.webhook}.`
      },
    }),
    'rotate-secret': verb({
      about: 'replace the secret that signs messages',
      args: { webhook },
      fields: { overlap_seconds: integer('how long the current secrets sign as well', 'SECONDS') },
      examples: ['muster webhook rotate-secret 3f0c… --overlap-seconds 86400 --secret-file whsec.txt'],
      confirm: ({ webhook: label }) => `Replace the secret of the webhook ${label}?`,
      shows: 'secret',
      columns,
      run: async ({ muster, args, body }) => {
        const made = await muster.webhooks.rotateSecret(args.webhook, body)
        return { object: made.webhook, secret: made.secret }
      },
    }),
    ping: verb({
      about: 'send a test message',
      args: { webhook },
      examples: ['muster webhook ping 3f0c…'],
      shows: 'object',
      columns: deliveryColumns,
      run: ({ muster, args }) => muster.webhooks.ping(args.webhook),
    }),
    'delivery list': verb({
      about: 'list the deliveries of a webhook, newest first',
      args: { webhook },
      fields: { state: choice('only in this state', ['queued', 'delivered', 'dead']) },
      examples: ['muster webhook delivery list 3f0c… --state dead'],
      shows: 'rows',
      columns: deliveryColumns,
      run: ({ muster, args, body, page }) => muster.webhooks.deliveries(args.webhook, { ...body, ...page }),
    }),
    'delivery redeliver': verb({
      about: 'send a delivery again',
      args: { webhook, delivery: { about: 'the id of the delivery' } },
      examples: ['muster webhook delivery redeliver 3f0c… 9a1b…'],
      shows: 'object',
      columns: deliveryColumns,
      run: ({ muster, args }) => muster.webhooks.redeliver(args.webhook, args.delivery),
    }),
  },
}
