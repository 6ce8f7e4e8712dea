import { createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { GeneratedSecrets } from '../core/kernel/ports.ts'

const form = 'hmac-sha256$'

/**
 * 64 random bytes, which nobody guesses, kept as HMAC-SHA-256 under a key of its own that is derived from the
 * master key: a stolen database alone checks no secret.
 */
export const generatedSecrets = (masterKey: Uint8Array): GeneratedSecrets => {
  // As a key object: setting one up anew costs several times the digest.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, '', 'muster generated-secrets1', 32)))
  const digest = (secret: string) => createHmac('sha256', key).update(secret).digest()
  return {
    make: () => randomBytes(64).toString('base64url'),
    hash: (secret) => form + digest(secret).toString('base64url'),
    isHash: (stored) => stored.startsWith(form),
    matches(secret, stored) {
      const expected = Buffer.from(stored.slice(form.length), 'base64url')
      const given = digest(secret)
      return stored.startsWith(form) && expected.length === given.length && timingSafeEqual(expected, given)
    },
  }
}
