import { fromBase64, toBase64 } from '../../kernel/encodings.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { SealedSecret } from './webhook.ts'

/**
 * Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): a secret is
 * `whsec_` and the base64 of its bytes, here 64; a signature is `v1,` and the base64 of the HMAC-SHA-256 of
 * `<id>.<unix seconds>.<body>`, and several stand in one header, separated by spaces.
 */
const prefix = 'whsec_'

const purpose = (webhookId: string) => `webhook/${webhookId}`

/** A new secret, in plain text to be shown once, and encrypted to be stored. */
export const newSecret = (
  webhookId: string,
  { generatedSecrets, sealing }: Pick<Ports, 'generatedSecrets' | 'sealing'>,
): { readonly secret: string; readonly sealed: SealedSecret } => {
  const secret = prefix + toBase64(fromBase64(generatedSecrets.make()) ?? new Uint8Array())
  return { secret, sealed: { sealed: sealing.seal(purpose(webhookId), secret), until: null } }
}

/** The secrets that sign at that time. */
export const inForce = (secrets: readonly SealedSecret[], now: number): readonly SealedSecret[] =>
  secrets.filter(({ until }) => until === null || until > now)

export type Message = { readonly id: string; readonly body: string }

/** The signature headers of a message, with the time of the attempt. */
export const signed = (
  webhookId: string,
  { id, body }: Message,
  secrets: readonly SealedSecret[],
  now: number,
  { sealing, digests }: Pick<Ports, 'sealing' | 'digests'>,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(now / 1000))
  const signatures = inForce(secrets, now).map(({ sealed }) => {
    const key = fromBase64(sealing.open(purpose(webhookId), sealed).slice(prefix.length)) ?? new Uint8Array()
    return `v1,${toBase64(digests.hmacSha256(key, `${id}.${timestamp}.${body}`))}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
