import { renderCatalog } from '../../directory/catalog/render-catalog.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import type { Revocable } from '../../kernel/revocations/revocation.ts'
import type { ActiveScope } from './active-user.ts'
import {
  type AuthorizationContext,
  buildCaller,
  dependencies,
  loadAuthorizationContext,
  resolveRoles,
} from './authorization-context.ts'
import { invalidToken } from './invalid-token.ts'
import { waitPastRevocation } from './issued-at.ts'
import type { TokenPayload, TokenView } from './token.ts'

/**
 * Reads everything a token depends on from the store: its users, scope target, revocation events, roles and catalog.
 * Throws `unauthenticated` as soon as one of them is not valid. Does not check the expiry, which depends on
 * `allow_expired`.
 */
export const resolveToken = async (
  token: string,
  payload: TokenPayload,
  at: ReadContext,
): Promise<TokenView> => {
  const context = await loadAuthorizationContext(payload, at)
  const { facts } = context
  const newest = await at.stores.revocations.newest(revocable(context))
  if (newest !== undefined && newest >= facts.issuedAt) throw invalidToken('token_revoked')
  const held = await resolveRoles(context, at)
  const { delegated, parties, target } = context
  const { user, domain } = delegated?.effectiveUser ?? context.bearer
  const trust = delegated?.delegation.kind === 'trust' ? delegated.delegation : undefined
  const caller = buildCaller(context, held, { expiresAt: facts.expiresAt })
  return {
    token,
    payload: facts,
    validUntil: Math.min(facts.expiresAt, delegated?.notAfter ?? Number.POSITIVE_INFINITY),
    cacheExpiresAt: Math.min(
      facts.expiresAt,
      delegated?.notAfter ?? Number.POSITIVE_INFINITY,
      ...parties.map((one) => one.until),
    ),
    user: { id: user.id, name: user.name, domain: ref(domain), passwordExpiresAt: user.passwordExpiresAt },
    scope: shownScope(facts, target),
    roles: caller.roles,
    delegated: delegated?.view,
    catalog:
      facts.scope.kind === 'unscoped'
        ? []
        : renderCatalog(await at.stores.endpoints.enabledCatalog(), {
            publicUrl: at.ports.publicUrl(),
            userId: trust?.trustorId ?? user.id,
            projectId: target?.project?.id,
          }),
    caller,
    dependsOn: dependencies(context, held),
  }
}

const ref = ({ id, name }: { id: string; name: string }) => ({ id, name })

const revocable = ({ facts, parties, target, delegated }: AuthorizationContext): Revocable => ({
  userIds: parties.map((one) => one.user.id),
  projectId: target?.project?.id,
  domainIds: [...parties.map((one) => one.domain.id), ...(target ? [target.domain.id] : [])],
  trustId: facts.trustId,
  consumerId: delegated?.delegation.kind === 'oauth1' ? delegated.delegation.consumerId : undefined,
  accessTokenId: facts.accessTokenId,
  auditId: facts.auditIds[0] ?? '',
  auditChainId: facts.auditIds.at(-1) ?? '',
})

/** The issue time of a new token, in unix seconds, after every revocation event that matches it. */
export const nextIssuableSecond = async (facts: TokenPayload, at: ReadContext): Promise<number> =>
  waitPastRevocation(
    await at.stores.revocations.newest(revocable(await loadAuthorizationContext(facts, at))),
    at,
  )

const shownScope = (facts: TokenPayload, target: ActiveScope | undefined): TokenView['scope'] => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domain: ref(target.domain) }
  return { kind: 'project', project: { ...ref(target.project), domain: ref(target.domain) } }
}
