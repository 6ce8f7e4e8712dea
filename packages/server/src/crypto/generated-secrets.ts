import { createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { GeneratedSecrets } from '../core/kernel/ports.ts'

const form = 'hmac-sha256$'

/**
 * Secrets of 64 random bytes, stored as HMAC-SHA-256 with a key derived from the master key, so that a stolen database
 * alone is not sufficient to check a secret.
 */
export const generatedSecrets = (masterKey: Uint8Array): GeneratedSecrets => {
  // Reused as a key object: creating one costs several times as much as the digest.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, '', 'muster generated-secrets1', 32)))
  const digest = (secret: string) => createHmac('sha256', key).update(secret).digest()
  return {
    make: () => randomBytes(64).toString('base64url'),
    hash: (secret) => form + digest(secret).toString('base64url'),
    isHash: (stored) => stored.startsWith(form),
    matches(secret, stored) {
      const expected = Buffer.from(stored.slice(form.length), 'base64url')
      const input = digest(secret)
      return stored.startsWith(form) && expected.length === input.length && timingSafeEqual(expected, input)
    },
  }
}
