import type { ReadContext } from '../../kernel/operation.ts'
import { type CachedReaderParts, makeCachedReader } from '../cached-reader.ts'
import { invalidToken } from './invalid-token.ts'
import { resolveToken } from './resolve-token.ts'
import type { TokenCodec, TokenView } from './token.ts'

/** Resolves token text to a view of a valid token, from the cache when possible, else from the store. */
export type TokenReader = {
  /** The cached view, synchronously; undefined when it is not cached or the cache is not usable. */
  peek(token: string): TokenView | undefined
  /** Throws `unauthenticated` for anything but a valid token. */
  read(token: string): Promise<TokenView>
  /** As `read`, but accepts tokens up to `window` seconds after their expiry; never from the cache. */
  readExpired(token: string, window: number): Promise<TokenView>
}

export type TokenReaderParts = Pick<ReadContext, 'stores' | 'ports'> &
  Pick<CachedReaderParts<TokenView>, 'cache' | 'mayUseCache'> & { readonly codec: TokenCodec }

/** Characters. No token is longer, so longer text is not decrypted. */
export const maxTokenLength = 8192

export const makeTokenReader = ({ stores, ports, codec, ...parts }: TokenReaderParts): TokenReader => {
  const seconds = () => ports.now() / 1000
  const resolve = async (token: string, window: number) => {
    const facts = token.length > maxTokenLength ? undefined : codec.open(token)
    if (!facts) throw invalidToken('token_unreadable')
    if (facts.expiresAt + window <= seconds()) throw invalidToken('token_expired')
    return resolveToken(token, facts, { stores, ports, now: ports.now() })
  }
  const views = makeCachedReader<TokenView>({
    ...parts,
    isCurrent: (view) => view.cacheExpiresAt > seconds(),
  })
  return {
    peek: views.peek,
    read: (token) => views.read(token, () => resolve(token, 0)),
    readExpired: (token, window) => resolve(token, window),
  }
}
