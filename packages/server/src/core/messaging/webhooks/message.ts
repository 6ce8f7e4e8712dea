import type { Event } from '../../kernel/events/event.ts'
import { showEvent } from '../../kernel/events/show-event.ts'
import type { Delivery } from './webhook.ts'

/** The request body `{type, timestamp, data}` that Standard Webhooks recommends; the same bytes at every attempt. */
export const messageBody = (delivery: Delivery, event: Event | undefined): string =>
  JSON.stringify(
    event === undefined
      ? {
          type: delivery.kind,
          timestamp: new Date(delivery.createdAt).toISOString(),
          data: { webhook_id: delivery.webhookId },
        }
      : { type: event.kind, timestamp: new Date(event.at).toISOString(), data: showEvent(event) },
  )
