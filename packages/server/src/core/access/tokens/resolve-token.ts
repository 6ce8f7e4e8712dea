import type { EffectiveRoles } from '../../directory/assignments/effective-roles.ts'
import { catalogFor } from '../../directory/catalog/render-catalog.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import type { ActiveScope } from './active-user.ts'
import {
  type AuthorizationContext,
  buildCaller,
  dependencies,
  loadAuthorizationContext,
  resolveRoles,
} from './authorization-context.ts'
import { invalidToken } from './invalid-token.ts'
import { newestRevocation } from './issued-at.ts'
import type { TokenPayload, TokenView } from './token.ts'

/** An authorization context with the effective roles on its scope. */
export type Authority = { readonly context: AuthorizationContext; readonly held: EffectiveRoles }

/** Reads the authority of an issued token. Throws `unauthenticated` when it is revoked or a part of it is not valid. */
export const loadAuthority = async (payload: TokenPayload, at: ReadContext): Promise<Authority> => {
  const context = await loadAuthorizationContext(payload, at)
  const newest = await newestRevocation(context, at)
  if (newest !== undefined && newest >= context.facts.issuedAt) throw invalidToken('token_revoked')
  return { context, held: await resolveRoles(context, at) }
}

/**
 * Reads everything a token depends on from the store: its users, scope target, revocation events, roles and catalog.
 * Throws `unauthenticated` as soon as one of them is not valid. Does not check the expiry, which depends on
 * `allow_expired`.
 */
export const resolveToken = async (
  token: string,
  payload: TokenPayload,
  at: ReadContext,
): Promise<TokenView> => viewToken(token, await loadAuthority(payload, at), at)

export const viewToken = async (
  token: string,
  { context, held }: Authority,
  at: ReadContext,
): Promise<TokenView> => {
  const { facts, delegated, parties, target } = context
  const { user, domain } = delegated?.effectiveUser ?? context.bearer
  const trust = delegated?.delegation.kind === 'trust' ? delegated.delegation : undefined
  const caller = buildCaller(context, held, { expiresAt: facts.expiresAt })
  return {
    token,
    payload: facts,
    expiresAt: Math.min(facts.expiresAt, delegated?.notAfter ?? Number.POSITIVE_INFINITY),
    cacheExpiresAt: Math.min(
      facts.expiresAt,
      delegated?.notAfter ?? Number.POSITIVE_INFINITY,
      ...parties.map((one) => one.until),
      held.until / 1000,
    ),
    user: { id: user.id, name: user.name, domain: ref(domain), passwordExpiresAt: user.passwordExpiresAt },
    scope: shownScope(facts, target),
    roles: caller.roles,
    delegated: delegated?.view,
    catalog:
      facts.scope.kind === 'unscoped'
        ? []
        : await catalogFor({ userId: trust?.trustorId ?? user.id, projectId: target?.project?.id }, at),
    serviceProviders: await at.ports.serviceProviders.listEnabled(),
    caller,
    dependsOn: dependencies(context, held),
  }
}

const ref = ({ id, name }: { id: string; name: string }) => ({ id, name })

const shownScope = (facts: TokenPayload, target: ActiveScope | undefined): TokenView['scope'] => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domain: ref(target.domain) }
  return { kind: 'project', project: { ...ref(target.project), domain: ref(target.domain) } }
}
