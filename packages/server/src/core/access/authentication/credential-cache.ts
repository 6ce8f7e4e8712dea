import type { ApplicationCredential } from '../application-credentials/application-credential.ts'
import type { Cached, DependencyCache } from '../tokens/dependency-cache.ts'
import type { TokenView } from '../tokens/token.ts'

/** An application credential, and a token of it that shows what it is worth as long as nothing it stands on changes. */
export type StoredCredential = { readonly credential: ApplicationCredential; readonly view: TokenView }

/** `token` is the id of the credential. */
export type CachedCredential = Cached & StoredCredential

/** Credentials in use, so that signing in with one again asks the store for nothing. */
export type CredentialCache = {
  /** What memory has, if it may be trusted now. */
  get(id: string): StoredCredential | undefined
  /** As with `TokenCache`: taken before anything is read, given back with it. */
  clock(): number
  put(stored: StoredCredential, readAt: number): void
}

export const makeCredentialCache = (
  cache: DependencyCache<CachedCredential>,
  mayUseCache: () => boolean,
): CredentialCache => ({
  get: (id) => (mayUseCache() ? cache.get(id) : undefined),
  clock: cache.clock,
  put({ credential, view }, readAt) {
    if (!mayUseCache()) return
    // The end of the token that happens to show it is not the end of the credential.
    const dependsOn = view.dependsOn.filter((key) => !key.startsWith('token:'))
    cache.put({ token: credential.id, dependsOn, credential, view }, readAt)
  },
})
