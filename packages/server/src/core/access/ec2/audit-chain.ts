import { toBase64 } from '../../kernel/encodings.ts'
import { revokeChainTokens } from '../../kernel/revocations/revoke-tokens.ts'
import type { Stores } from '../../kernel/stores.ts'

/**
 * The audit id that begins the chain of every token bought with a key, made of the key's id (64 hex digits): it
 * is how they end with the key.
 */
export const chainOfKey = (keyId: string): string => {
  const bytes = Uint8Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(keyId.slice(2 * at, 2 * at + 2), 16),
  )
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace('==', '')
}

type Context = { readonly stores: Pick<Stores, 'revocations'>; readonly now: number }

/** Ends every token bought with the key. Answers what that touches. */
export const revokeKeyTokens = async (keyId: string, at: Context): Promise<readonly string[]> => {
  const chain = chainOfKey(keyId)
  await revokeChainTokens(chain, at)
  return [`token:${chain}`]
}
