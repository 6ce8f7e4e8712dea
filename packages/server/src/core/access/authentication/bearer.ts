import { anonymous, type Caller, type KnownCaller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { apiKeyPrefix } from '../api-keys/api-key.ts'
import type { ApiKeyReader } from '../api-keys/api-key-reader.ts'
import type { SessionReader } from '../sessions/session-reader.ts'

/**
 * Who shows one opaque text and nothing else: the secret of a session (`mst_s_…`) or of an API key (`mst_k_…`).
 * What faces whose clients have either ask; tokens of Identity v3 prove nothing here.
 */
export type BearerReader = {
  /** From memory at once where it has the caller. Throws `unauthenticated` for anything but a secret that holds now. */
  find(text: string): KnownCaller | Promise<KnownCaller>
  /** `Bearer <secret>` (RFC 6750 section 2.1) as the header `Authorization` has it; without one, nobody. */
  ofHeader(authorization: string | undefined): Caller | Promise<Caller>
}

export type BearerReaderParts = { readonly sessions: SessionReader; readonly apiKeys: ApiKeyReader }

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
        throw domainError('unauthenticated', 'bearer_unreadable', 'Show a secret as Authorization: Bearer ….')
      return find(secret)
    },
  }
}
