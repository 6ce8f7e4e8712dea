import type { ApplicationCredential } from '../application-credentials/application-credential.ts'
import { type CachedReaderParts, makeCachedReader } from '../cached-reader.ts'
import type { Cached } from '../tokens/dependency-cache.ts'
import type { TokenView } from '../tokens/token.ts'

/** An application credential with a view of one of its tokens. */
export type StoredCredential = { readonly credential: ApplicationCredential; readonly view: TokenView }

/** `token` is the id of the credential. */
export type CachedCredential = Cached & StoredCredential

/** Caches application credentials, so that repeated sign-ins need no queries. */
export type CredentialCache = {
  /** The cached credential, while the cache is usable. */
  get(id: string): StoredCredential | undefined
  /** As in `DependencyCache`: read before the store is queried, and passed to `put`. */
  version(): number
  put(stored: StoredCredential, readVersion: number): void
}

export const makeCredentialCache = (
  parts: Pick<CachedReaderParts<CachedCredential>, 'cache' | 'mayUseCache'>,
): CredentialCache => {
  // A sign-in checks the expiry of the credential and of the view.
  const credentials = makeCachedReader({ ...parts, isCurrent: () => true })
  return {
    get: credentials.peek,
    version: credentials.version,
    put({ credential, view }, readVersion) {
      // Revoking the token of this view does not invalidate the credential.
      const dependsOn = view.dependsOn.filter((key) => !key.startsWith('token:'))
      credentials.put({ token: credential.id, dependsOn, credential, view }, readVersion)
    },
  }
}
