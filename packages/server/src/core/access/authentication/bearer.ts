import type { KnownCaller } from '../../kernel/caller.ts'
import { apiKeyPrefix } from '../api-keys/api-key.ts'
import type { SecretReader } from '../secret-reader.ts'
import { sessionPrefix } from '../sessions/session.ts'

/** Whether the text has the form of a bearer secret; no token of Identity v3 has. */
export const isBearerSecret = (text: string): boolean =>
  text.startsWith(apiKeyPrefix) || text.startsWith(sessionPrefix)

/**
 * Authenticates bearer secrets: of sessions (`mst_s_…`) and of API keys (`mst_k_…`). Tokens of Identity v3 are not
 * accepted.
 */
export type BearerReader = {
  /** Returns the caller synchronously when it is cached. Throws `unauthenticated` for anything but a valid secret. */
  find(text: string): KnownCaller | Promise<KnownCaller>
}

export type BearerReaderParts = { readonly sessions: SecretReader; readonly apiKeys: SecretReader }

export const makeBearerReader = ({ sessions, apiKeys }: BearerReaderParts): BearerReader => ({
  find(text) {
    const reader = text.startsWith(apiKeyPrefix) ? apiKeys : sessions
    return reader.peek(text) ?? reader.read(text)
  },
})
