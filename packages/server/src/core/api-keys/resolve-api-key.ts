import type { ApplicationCredential } from '../application-credentials/application-credential.ts'
import { credentialScope } from '../application-credentials/credential-scope.ts'
import type { KnownCaller } from '../caller.ts'
import type { At } from '../operation.ts'
import { callerOn, dependencies, groundOf, rolesOn } from '../tokens/ground.ts'

export type ResolvedKey = {
  readonly caller: KnownCaller
  /** Unix milliseconds: the end of the key, and when its user counts as inactive unless it is seen before. */
  readonly holdsUntil: number
  /** See `journal/event.ts`. */
  readonly dependsOn: readonly string[]
}

/**
 * Who a key speaks for, read live: an active user, with what is left of the roles that were lent, where that
 * place still is. Throws `unauthenticated` when nothing of it may be used now.
 */
export const resolveApiKey = async (
  { id, userId, scope, expiresAt }: ApplicationCredential,
  at: Pick<At, 'stores' | 'ports' | 'now'>,
): Promise<ResolvedKey> => {
  const end = expiresAt ?? Number.POSITIVE_INFINITY
  const ground = await groundOf(
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
  const held = await rolesOn(ground, at)
  return {
    caller: callerOn(ground, held, expiresAt === null ? {} : { expiresAt: Math.floor(end / 1000) }),
    holdsUntil: Math.min(end, ...ground.people.map(({ until }) => until * 1000)),
    dependsOn: dependencies(ground, held),
  }
}
