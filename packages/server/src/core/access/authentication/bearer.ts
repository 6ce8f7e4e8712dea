import { anonymous, type Caller, type KnownCaller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { apiKeyPrefix } from '../api-keys/api-key.ts'
import type { SecretReader } from '../secret-reader.ts'

/**
 * Authenticates bearer secrets: of sessions (`mst_s_…`) and of API keys (`mst_k_…`). For the APIs whose clients use
 * either; tokens of Identity v3 are not accepted.
 */
export type BearerReader = {
  /** Returns the caller synchronously when it is cached. Throws `unauthenticated` for anything but a valid secret. */
  find(text: string): KnownCaller | Promise<KnownCaller>
  /** The caller of the header `Authorization: Bearer <secret>` (RFC 6750 section 2.1); anonymous without the header. */
  ofHeader(authorization: string | undefined): Caller | Promise<Caller>
}

export type BearerReaderParts = { readonly sessions: SecretReader; readonly apiKeys: SecretReader }

export const makeBearerReader = ({ sessions, apiKeys }: BearerReaderParts): BearerReader => {
  const find: BearerReader['find'] = (text) => {
    const reader = text.startsWith(apiKeyPrefix) ? apiKeys : sessions
    return reader.peek(text) ?? reader.read(text)
  }
  return {
    find,
    ofHeader(authorization) {
      if (authorization === undefined) return anonymous
      const secret = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
      if (secret === undefined)
        throw domainError(
          'unauthenticated',
          'bearer_unreadable',
          'The Authorization header must have the form: Bearer <secret>.',
        )
      return find(secret)
    },
  }
}
