import { toBase64 } from '../../kernel/encodings.ts'
import type { CacheKey } from '../../kernel/events/cache-key.ts'
import { revokeChainTokens } from '../../kernel/revocations/revoke-tokens.ts'
import type { Stores } from '../../kernel/stores.ts'

/**
 * The audit id at the root of the chain of every token issued for a key. It is derived from the key's id (64 hex
 * digits), so that deleting the key can revoke all of them.
 */
export const chainOfKey = (keyId: string): string => {
  const bytes = Uint8Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(keyId.slice(2 * at, 2 * at + 2), 16),
  )
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace('==', '')
}

type Context = { readonly stores: Pick<Stores, 'revocations'>; readonly now: number }

/** Revokes every token issued for the key. Returns the cache keys to invalidate. */
export const revokeKeyTokens = async (keyId: string, at: Context): Promise<readonly CacheKey[]> => {
  const chain = chainOfKey(keyId)
  await revokeChainTokens(chain, at)
  return [`token:${chain}`]
}
