import { ArgumentError, ClientError } from '../transport/errors.ts'

/** A message that Muster did not sign, or an old one. */
export class WebhookVerificationError extends ClientError {}

export interface VerifyWebhook {
  /** The body as it was received, before it is parsed. */
  readonly body: string
  readonly headers: Headers | Readonly<Record<string, string | string[] | undefined>>
  /** The secret of the webhook, `whsec_…`; during a rotation, the new one and the previous one. */
  readonly secret: string | readonly string[]
  /** Seconds that the timestamp may differ from now; default: 300. */
  readonly tolerance?: number | undefined
  /** Unix milliseconds; default: `Date.now()`. */
  readonly now?: number | undefined
}

/** A verified message. */
export interface WebhookMessage {
  /** The `webhook-id`: equal for repeated deliveries, so that a receiver can ignore those it has processed. */
  readonly id: string
  readonly payload: unknown
}

const prefix = 'whsec_'

/**
 * Verifies a webhook message by the Standard Webhooks specification and returns its parsed body. Throws
 * `WebhookVerificationError` unless one of the signatures is of one of the secrets and the timestamp is current.
 *
 * @example
 * const { id, payload } = await verifyWebhook({ body: await request.text(), headers: request.headers, secret })
 */
export const verifyWebhook = async ({
  body,
  headers,
  secret,
  tolerance = 300,
  now = Date.now(),
}: VerifyWebhook): Promise<WebhookMessage> => {
  const header = (name: string): string => {
    const value = headers instanceof Headers ? headers.get(name) : [headers[name]].flat()[0]
    if (!value) throw new WebhookVerificationError(`The header ${name} is missing.`)
    return value
  }
  const id = header('webhook-id')
  const timestamp = header('webhook-timestamp')
  if (!/^\d{1,12}$/.test(timestamp))
    throw new WebhookVerificationError('The header webhook-timestamp is malformed.')
  if (Math.abs(now / 1000 - Number(timestamp)) > tolerance)
    throw new WebhookVerificationError('The message is older or newer than the tolerance.')
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const signatures = header('webhook-signature')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .slice(0, 10)
    .flatMap((one) => bytesOf(one.slice(3)) ?? [])
  const isSigned = async (one: string): Promise<boolean> => {
    const key = await importKey(one)
    for (const signature of signatures)
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
    return false
  }
  for (const one of [secret].flat())
    if (await isSigned(one)) {
      try {
        return { id, payload: JSON.parse(body) }
      } catch (cause) {
        throw new WebhookVerificationError('The body is not JSON.', { cause })
      }
    }
  throw new WebhookVerificationError('No signature of the message is valid.')
}

const importKey = (secret: string) => {
  const bytes = secret.startsWith(prefix) ? bytesOf(secret.slice(prefix.length)) : undefined
  if (!bytes || bytes.length === 0) throw new ArgumentError('secret', `must be ${prefix} and base64`)
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
