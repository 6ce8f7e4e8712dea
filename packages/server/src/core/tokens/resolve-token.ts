import { renderCatalog } from '../catalog/render-catalog.ts'
import type { At } from '../operation.ts'
import { afterMark } from './after-mark.ts'
import { badToken } from './bad-token.ts'
import { callerOn, dependencies, type Ground, groundOf, rolesOn } from './ground.ts'
import type { LivingTarget } from './living.ts'
import type { Revocable } from './revocation.ts'
import type { TokenFacts, TokenView } from './token.ts'

type Inside = Pick<At, 'stores' | 'ports' | 'now'>

/**
 * Reads live everything a token stands on, in this order: its people, its target, its revocations, its roles,
 * its catalog. Throws `unauthenticated` as soon as one of them no longer holds. Expiry is the caller's check:
 * it alone knows which time counts.
 */
export const resolveToken = async (token: string, given: TokenFacts, at: Inside): Promise<TokenView> => {
  const ground = await groundOf(given, at)
  const { facts } = ground
  const newest = await at.stores.revocations.newest(revocable(ground))
  if (newest !== undefined && newest >= facts.issuedAt) throw badToken('token_revoked')
  const held = await rolesOn(ground, at)
  const { lent, people, target } = ground
  const { user, domain } = lent?.speaksAs ?? ground.bearer
  const trust = lent?.delegation.kind === 'trust' ? lent.delegation : undefined
  const caller = callerOn(ground, held, { expiresAt: facts.expiresAt })
  return {
    token,
    facts,
    validUntil: Math.min(facts.expiresAt, lent?.notAfter ?? Number.POSITIVE_INFINITY),
    keptUntil: Math.min(
      facts.expiresAt,
      lent?.notAfter ?? Number.POSITIVE_INFINITY,
      ...people.map((one) => one.until),
    ),
    user: { id: user.id, name: user.name, domain: ref(domain), passwordExpiresAt: user.passwordExpiresAt },
    scope: shownScope(facts, target),
    roles: caller.roles,
    lent: lent?.shown,
    catalog:
      facts.scope.kind === 'unscoped'
        ? []
        : renderCatalog(await at.stores.endpoints.enabledCatalog(), {
            publicUrl: at.ports.settings.publicUrl,
            userId: trust?.trustorId ?? user.id,
            projectId: target?.project?.id,
          }),
    caller,
    dependsOn: dependencies(ground, held),
  }
}

const ref = ({ id, name }: { id: string; name: string }) => ({ id, name })

const revocable = ({ facts, people, target, lent }: Ground): Revocable => ({
  userIds: people.map((one) => one.user.id),
  projectId: target?.project?.id,
  domainIds: [...people.map((one) => one.domain.id), ...(target ? [target.domain.id] : [])],
  trustId: facts.trustId,
  consumerId: lent?.delegation.kind === 'oauth1' ? lent.delegation.consumerId : undefined,
  accessTokenId: facts.accessTokenId,
  auditId: facts.auditIds[0] ?? '',
  auditChainId: facts.auditIds.at(-1) ?? '',
})

/** The second a new token is made in, once no mark is left that would end it at birth. */
export const settledSecond = async (facts: TokenFacts, at: Inside): Promise<number> =>
  afterMark(await at.stores.revocations.newest(revocable(await groundOf(facts, at))), at)

const shownScope = (facts: TokenFacts, target: LivingTarget | undefined): TokenView['scope'] => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domain: ref(target.domain) }
  return { kind: 'project', project: { ...ref(target.project), domain: ref(target.domain) } }
}
