import type { KnownCaller } from '../../kernel/caller.ts'
import type { OperationContext } from '../../kernel/operation.ts'
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
  /** Unix milliseconds: the end of the key, and when its user counts as inactive unless it is seen before. */
  readonly cacheExpiresAt: number
  /** See `kernel/events/event.ts`. */
  readonly dependsOn: readonly string[]
}

/**
 * Who a key speaks for, read live: an active user, with what is left of the roles that were lent, where that
 * place still is. Throws `unauthenticated` when nothing of it may be used now.
 */
export const resolveApiKey = async (
  { id, userId, scope, expiresAt }: ApplicationCredential,
  at: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
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
    cacheExpiresAt: Math.min(end, ...context.parties.map(({ until }) => until * 1000)),
    dependsOn: dependencies(context, held),
  }
}
