import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'

export const deliveryStates = ['queued', 'delivered', 'dead'] as const
export const pauseReasons = ['maker_deleted', 'maker_disabled', 'maker_not_allowed'] as const

const Kinds = Type.Array(Text(129, 1), {
  minItems: 1,
  maxItems: 100,
  description: 'Event kinds, exact or as `user.*`; `*` is every kind.',
})
const Url = Text(2048, 1)

export const Webhook = Type.Object(
  {
    id: Type.String(),
    domain_id: nullable(
      Type.String({ description: 'Receives only events of this domain; null: all events.' }),
    ),
    url: Type.String(),
    description: nullable(Type.String()),
    kinds: Kinds,
    enabled: Type.Boolean(),
    disabled_reason: nullable(
      Type.Enum(['gone'], { description: 'Why the server disabled it: the receiver returned 410.' }),
    ),
    paused_because: nullable(
      Type.Enum([...pauseReasons], {
        description:
          'Why an enabled webhook delivers nothing: the user in `created_by` is deleted, disabled, or no longer allowed to create it. Deliveries wait. Another administrator takes over the webhook by changing it.',
      }),
    ),
    created_by: nullable(
      Type.String({
        description:
          'The user that created or last changed it and is responsible for it; null: the operator, or a version that did not record this.',
      }),
    ),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

const changeableFields = {
  description: optional(nullable(Text(1000))),
  kinds: optional(Kinds),
  enabled: optional(Type.Boolean()),
}

export const NewWebhook = Type.Object(
  { url: Url, domain_id: optional(nullable(Id)), ...changeableFields },
  strict,
)
export const WebhookChange = Type.Object({ url: optional(Url), ...changeableFields }, strict)

export const WebhookWithSecret = Type.Object(
  {
    webhook: Webhook,
    secret: Type.String({ description: 'The key that signs messages, as `whsec_…`. Shown once.' }),
  },
  strict,
)

export const SecretRotation = Type.Object(
  {
    overlap_seconds: optional(
      Type.Integer({
        minimum: 0,
        maximum: 604_800,
        default: 86_400,
        description: 'Seconds that the current secrets sign in addition to the new one.',
      }),
    ),
  },
  strict,
)

export const Delivery = Type.Object(
  {
    id: Type.String({ description: 'The `webhook-id` of the message.' }),
    webhook_id: Type.String(),
    event_sequence: nullable(Type.Integer({ description: 'Null for a ping.' })),
    kind: Type.String(),
    state: Type.Enum([...deliveryStates]),
    attempts: Type.Integer(),
    next_attempt_at: nullable(Time),
    last_status: nullable(Type.Integer({ description: 'The status that the receiver returned.' })),
    last_error: nullable(Type.String()),
    response: nullable(Type.String({ description: 'The beginning of the response of the receiver.' })),
    created_at: Time,
    first_attempt_at: nullable(Time),
    last_attempt_at: nullable(Time),
  },
  strict,
)

export const webhooks = {
  listWebhooks: {
    method: 'GET',
    path: '/webhooks',
    description:
      'Lists webhooks without their secrets. Administrators and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List webhooks',
    query: ['domain_id', ...paging],
    strictQuery: true,
    responses: { 200: page('webhooks', Webhook) },
    source: 'docs/apis/native.md',
  },
  createWebhook: {
    method: 'POST',
    path: '/webhooks',
    description:
      'Creates a webhook for some event kinds. Administrators and managers of the domain may do this. The signing secret is only in this response. An address that is not allowed is 400 `url_refused`, an unknown kind 400 `event_kind_unknown`.',
    summary: 'Create a webhook',
    strictQuery: true,
    body: NewWebhook,
    secret: true,
    responses: { 201: WebhookWithSecret },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  getWebhook: {
    method: 'GET',
    path: '/webhooks/{webhook_id}',
    description:
      'Shows a webhook without its secret. Administrators and managers of the domain may do this. A missing webhook is 404 `webhook_not_found`.',
    summary: 'Show a webhook',
    strictQuery: true,
    responses: { 200: Webhook },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateWebhook: {
    method: 'PATCH',
    path: '/webhooks/{webhook_id}',
    description:
      'Changes a webhook by a merge patch, and makes the caller responsible for it: a paused webhook resumes. Administrators and managers of the domain may do this. An empty patch is allowed. `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a webhook by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: WebhookChange,
    responses: { 200: Webhook },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/webhooks/{webhook_id}',
    description:
      'Deletes a webhook and its deliveries. Administrators and managers of the domain may do this. A missing webhook is 404 `webhook_not_found`.',
    summary: 'Delete a webhook and its deliveries',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/webhooks/{webhook_id}/secret/rotate',
    description:
      'Creates a new signing secret; the previous ones also sign for `overlap_seconds`. Administrators and managers of the domain may do this.',
    summary: 'Rotate the signing secret of a webhook',
    strictQuery: true,
    body: SecretRotation,
    secret: true,
    responses: { 200: WebhookWithSecret },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  pingWebhook: {
    method: 'POST',
    path: '/webhooks/{webhook_id}/ping',
    description:
      'Queues a test message. Administrators and managers of the domain may do this. A disabled webhook is 403 `webhook_disabled`, a paused one 403 `webhook_paused`.',
    summary: 'Queue a test message',
    strictQuery: true,
    responses: { 202: Delivery },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  listDeliveries: {
    method: 'GET',
    path: '/webhooks/{webhook_id}/deliveries',
    description:
      'Lists deliveries with their attempts and responses, newest first. Administrators and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List the deliveries of a webhook, newest first',
    query: ['state', ...paging],
    strictQuery: true,
    responses: { 200: page('deliveries', Delivery) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  redeliver: {
    method: 'POST',
    path: '/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver',
    description:
      'Queues a delivery again with the same id. Administrators and managers of the domain may do this. A delivery in progress is 409 `delivery_under_way`, a disabled webhook 403 `webhook_disabled`, a paused one 403 `webhook_paused`.',
    summary: 'Redeliver a message with the same id',
    strictQuery: true,
    responses: { 202: Delivery },
    errors: [404, 409],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
