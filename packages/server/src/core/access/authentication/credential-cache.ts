import type { ApplicationCredential } from '../application-credentials/application-credential.ts'
import type { Cached, DependencyCache } from '../tokens/dependency-cache.ts'
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
  cache: DependencyCache<CachedCredential>,
  mayUseCache: () => boolean,
): CredentialCache => ({
  get: (id) => (mayUseCache() ? cache.get(id) : undefined),
  version: cache.version,
  put({ credential, view }, readVersion) {
    if (!mayUseCache()) return
    // Revoking the token of this view does not invalidate the credential.
    const dependsOn = view.dependsOn.filter((key) => !key.startsWith('token:'))
    cache.put({ token: credential.id, dependsOn, credential, view }, readVersion)
  },
})
