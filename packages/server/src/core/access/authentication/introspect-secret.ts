import type { User } from '../../directory/users/user.ts'
import { domainRestriction, type KnownCaller } from '../../kernel/caller.ts'
import { isDomainError } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { sessionEnd } from '../sessions/session.ts'

export type IntrospectedSecret = {
  readonly user: User
  readonly kind: 'session' | 'api_key'
  readonly authority: Pick<KnownCaller, 'scope' | 'roles'>
  /** Unix milliseconds; `expiresAt` is null without an end. */
  readonly createdAt: number
  readonly expiresAt: number | null
}

const rule = 'muster:introspect_tokens'

const inDomain = (domainId: string | undefined) => ({ target: { domain_id: domainId } })

/** The caller that the secret authenticates; undefined for an invalid secret. */
const callerOf = async (secret: string, { ports }: OperationContext): Promise<KnownCaller | undefined> => {
  try {
    return await ports.bearer.find(secret)
  } catch (thrown) {
    if (isDomainError(thrown, 'unauthenticated')) return undefined
    throw thrown
  }
}

const timesOf = async (
  { sessionId, delegation }: KnownCaller['chain'],
  { stores, ports }: OperationContext,
) => {
  if (sessionId !== undefined) {
    const session = await stores.sessions.get(sessionId)
    if (!session) return undefined
    const { createdAt } = session
    return { kind: 'session', createdAt, expiresAt: sessionEnd(session, ports.settings) } as const
  }
  if (delegation.kind !== 'application_credential') return undefined
  const key = await stores.applicationCredentials.get(delegation.id)
  return key && ({ kind: 'api_key', createdAt: key.createdAt, expiresAt: key.expiresAt } as const)
}

/**
 * Introspects the secret of a session or an API key (RFC 7662). Undefined for a secret that is unknown or expired, or
 * that belongs to a user the caller may not introspect; the caller cannot distinguish these. Counts as a use of the
 * secret, as any request with it does.
 */
export const introspectSecret = query({
  rule,
  target: (_input: { readonly secret: string }, _found, { caller }) => inDomain(domainRestriction(caller)),
  read: async ({ secret }, _found, at): Promise<IntrospectedSecret | undefined> => {
    const subject = await callerOf(secret, at)
    if (!subject) return undefined
    const { userId, userDomainId, scope, roles, chain } = subject
    const restriction = domainRestriction(at.caller)
    if (restriction !== undefined && restriction !== userDomainId) return undefined
    if (!at.may(rule, inDomain(userDomainId))) return undefined
    const [user, times] = [await at.stores.users.get(userId), await timesOf(chain, at)]
    return user && times && { user, authority: { scope, roles }, ...times }
  },
})
