import { command, type OperationContext } from '../../kernel/operation.ts'
import type { OutboundAnswer } from '../../kernel/outbound/outbound.ts'
import { maxAttempts, nextAttempt } from '../retry/backoff.ts'
import type { AttemptEnd, ClaimedDelivery } from './delivery-store.ts'
import { messageBody } from './message.ts'
import { signed } from './signing.ts'
import type { Webhook } from './webhook.ts'

/** Milliseconds for a whole attempt. */
const timeout = 15_000
/** Bytes of a response body that are stored for troubleshooting. */
const excerpt = 1024

export type AttemptDelivery = {
  readonly claimed: ClaimedDelivery
  /** From 0 to below 1. */
  readonly random: () => number
  readonly signal?: AbortSignal | undefined
}

type Attempted = { readonly answer: OutboundAnswer; readonly webhook: Webhook | undefined }

/**
 * Sends a delivery and records the outcome. Any 2xx is a success; 410 disables the webhook; everything else, including
 * a redirect, is retried and finally abandoned. Returns the new state, undefined when no request was sent.
 */
export const attemptDelivery = command({
  access: 'operator',
  isolation: 'read committed',
  prepare: async ({ claimed: { delivery }, signal }: AttemptDelivery, _found, at): Promise<Attempted> => {
    const { stores, ports } = at
    const webhook = await stores.webhooks.get(delivery.webhookId)
    // Disabled or deleted since the delivery was claimed.
    if (!webhook?.enabled) return { webhook, answer: { kind: 'failed', failure: 'stopped', why: '' } }
    const body = messageBody(delivery, await eventOf(delivery.sequence, at))
    const secrets = await stores.webhooks.secrets(webhook.id)
    const answer = await ports.outbound.send({
      url: webhook.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Muster-Webhooks/1',
        ...signed(webhook.id, { id: delivery.id, body }, secrets, ports.wallTime(), ports),
      },
      body,
      maxBytes: excerpt,
      timeout,
      ...(signal ? { signal } : {}),
    })
    return { answer, webhook }
  },
  apply: async ({ claimed: { delivery, lease }, random }, { prepared, stores, ports, now, record }) => {
    const { answer, webhook } = prepared
    const finished = ports.now()
    if (answer.kind === 'failed' && answer.failure === 'stopped') {
      await stores.deliveries.release(delivery.id, lease, finished)
      return undefined
    }
    const gone = answer.kind === 'answered' && answer.status === 410
    const end = endOf(answer, gone ? maxAttempts : delivery.attempts, { finished, random })
    // The lease has expired: its new holder records the outcome.
    if (!(await stores.deliveries.recordAttempt(delivery.id, lease, { ...end, at: now }))) return end.state
    if (gone && webhook) {
      await stores.webhooks.update(webhook.id, {
        enabled: false,
        disabledReason: 'gone',
        updatedAt: finished,
      })
      record({
        kind: 'webhook.disabled',
        subject: { type: 'webhook', id: webhook.id },
        domainId: webhook.domainId,
        detail: { reason: 'gone', delivery_id: delivery.id },
      })
    }
    return end.state
  },
})

const eventOf = async (sequence: number | null, { stores }: Pick<OperationContext, 'stores'>) =>
  sequence === null ? undefined : stores.events.get(sequence)

const endOf = (
  answer: OutboundAnswer,
  attempts: number,
  { finished, random }: { readonly finished: number; readonly random: () => number },
): Omit<AttemptEnd, 'at'> => {
  const response =
    answer.kind === 'answered'
      ? { lastStatus: answer.status, response: readable(answer.body) }
      : { lastStatus: null, response: null }
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300)
    return { ...response, state: 'delivered', nextAttemptAt: null, lastError: null }
  const at = nextAttempt(attempts, finished, random)
  return {
    ...response,
    state: at === undefined ? 'dead' : 'queued',
    nextAttemptAt: at ?? null,
    lastError: answer.kind === 'answered' ? `The receiver answered ${answer.status}.` : answer.why,
  }
}

/** Decodes untrusted bytes to text without control characters, safe for databases and terminals (T78). */
const readable = (bytes: Uint8Array): string =>
  new TextDecoder()
    .decode(bytes)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
