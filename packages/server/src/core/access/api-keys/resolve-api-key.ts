import type { KnownCaller } from '../../kernel/caller.ts'
import type { CacheKey } from '../../kernel/events/cache-key.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import type { ApplicationCredential } from '../application-credentials/application-credential.ts'
import { credentialScope } from '../application-credentials/credential-scope.ts'
import {
  buildCaller,
  dependencies,
  loadAuthorizationContext,
  resolveRoles,
} from '../tokens/authorization-context.ts'

export type ResolvedKey = {
  readonly caller: KnownCaller
  /** Unix milliseconds: the earlier of the expiry of the key and the time its user counts as inactive. */
  readonly cacheExpiresAt: number
  /** See `kernel/events/event.ts`. */
  readonly dependsOn: readonly CacheKey[]
}

/**
 * Reads the caller of a key from the store: an active user, with those roles of the key that the user still holds on its
 * scope. Throws `unauthenticated` when the user or the scope is not active, or no role is left.
 */
export const resolveApiKey = async (
  { id, userId, scope, expiresAt }: ApplicationCredential,
  at: ReadContext,
): Promise<ResolvedKey> => {
  const end = expiresAt ?? Number.POSITIVE_INFINITY
  const context = await loadAuthorizationContext(
    {
      userId,
      methods: ['application_credential'],
      scope: credentialScope(scope),
      issuedAt: Math.floor(at.now / 1000),
      expiresAt: Math.floor(end / 1000),
      auditIds: [],
      applicationCredentialId: id,
    },
    at,
  )
  const held = await resolveRoles(context, at)
  return {
    caller: buildCaller(context, held, expiresAt === null ? {} : { expiresAt: Math.floor(end / 1000) }),
    cacheExpiresAt: Math.min(end, held.until, ...context.parties.map(({ until }) => until * 1000)),
    dependsOn: dependencies(context, held),
  }
}
