import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import {
  type EffectiveRoles,
  effectiveRoles,
  heldRoles,
  impliedClosure,
} from '../../directory/assignments/effective-roles.ts'
import type { Role } from '../../directory/roles/role.ts'
import type { Delegation } from '../../kernel/caller.ts'
import { type CacheKey, cacheKeys } from '../../kernel/events/cache-key.ts'
import { isExpired } from '../../kernel/expiry.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import {
  type ApplicationCredential,
  unusableCredential,
} from '../application-credentials/application-credential.ts'
import { credentialScope } from '../application-credentials/credential-scope.ts'
import { activeTrustChain } from '../trusts/active-trust-chain.ts'
import type { Trust } from '../trusts/trust.ts'
import type { ActiveUser } from './active-user.ts'
import { invalidToken } from './invalid-token.ts'
import type { DelegationView, TokenPayload, TokenScope } from './token.ts'

/**
 * The delegated authority of a token. It is resolved again at every validation from the current roles of the delegators,
 * so it ends or shrinks with theirs and never grows.
 */
export type DelegatedAuthority = {
  readonly delegation: Delegation
  readonly view: DelegationView
  /** The scope, when the token does not carry it. */
  readonly scope?: TokenScope
  /** The user the token acts as (impersonation). */
  readonly effectiveUser: ActiveUser
  /** The users the token depends on. */
  readonly parties: readonly ActiveUser[]
  /** The delegated roles that are still held; empty when none is. */
  readonly rolesOn: (target: AssignmentTarget) => Promise<EffectiveRoles>
  readonly dependsOn: readonly CacheKey[]
  /** Unix seconds: when the first link of the chain expires. */
  readonly notAfter: number
}

/** Undefined for a token without a delegation. Throws `unauthenticated` when a link of the delegation chain is no longer valid. */
export const delegatedAuthority = async (
  facts: TokenPayload,
  bearer: ActiveUser,
  at: ReadContext,
): Promise<DelegatedAuthority | undefined> => {
  if (facts.trustId !== undefined) return byTrust(facts.trustId, bearer, at)
  if (facts.applicationCredentialId !== undefined)
    return byApplicationCredential(facts.applicationCredentialId, facts.scope, bearer, at)
  if (facts.accessTokenId !== undefined) return byAccessToken(facts.accessTokenId, bearer, at)
  return undefined
}

const soonest = (...times: readonly (number | null)[]) =>
  Math.floor(Math.min(...times.map((ms) => ms ?? Number.POSITIVE_INFINITY)) / 1000)

/**
 * The roles of the trust with those they imply. Throws `unauthenticated` when the trustor no longer holds all of them
 * (keystone.md section 19).
 */
const trustedRoles = async (
  trust: Trust,
  originalTrustorId: string,
  target: AssignmentTarget,
  at: ReadContext,
) => {
  const { stores } = at
  const held = await heldRoles(originalTrustorId, target, at)
  const implications = await stores.roles.implications()
  const holds = impliedClosure(held.roleIds, implications)
  const delegated = [...impliedClosure(trust.roleIds, implications)]
  if (delegated.some((id) => !holds.has(id))) throw invalidToken('trust_roles_lost')
  const roles = await stores.roles.getMany(delegated)
  return { ...held, roles: roles.filter((role) => role.domainId === null) }
}

const byTrust = async (trustId: string, bearer: ActiveUser, at: ReadContext): Promise<DelegatedAuthority> => {
  const { trust, chain, trustors, parties } = await activeTrustChain(trustId, at)
  const [trustor] = trustors
  if (!trustor || trust.trusteeId !== bearer.user.id) throw invalidToken('not_the_trustee')
  const original = trustors.at(-1) ?? trustor
  const { id, impersonation, trustorId, trusteeId } = trust
  return {
    delegation: { kind: 'trust', trustId: id, trustorId, trusteeId },
    view: { kind: 'trust', id, impersonation, trustorId, trusteeId },
    effectiveUser: impersonation ? trustor : bearer,
    parties: [bearer, ...parties],
    rolesOn: async (target) => {
      if (target.type !== 'project' || target.id !== trust.projectId) throw invalidToken('trust_elsewhere')
      return trustedRoles(trust, original.user.id, target, at)
    },
    dependsOn: cacheKeys(
      'trust',
      chain.map((one) => one.id),
    ),
    notAfter: soonest(...chain.map((one) => one.expiresAt)),
  }
}

const sameTarget = (a: AssignmentTarget, b: AssignmentTarget) =>
  a.type === b.type && (a.type === 'system' || b.type === 'system' || a.id === b.id)

/** The delegated roles that the user holds now. */
const stillHeld = async (
  userId: string,
  target: AssignmentTarget,
  delegated: ReadonlySet<string>,
  at: ReadContext,
): Promise<EffectiveRoles> => {
  const effective = await effectiveRoles(userId, target, at)
  return { ...effective, roles: effective.roles.filter((role: Role) => delegated.has(role.id)) }
}

const byApplicationCredential = async (
  id: string,
  tokenScope: TokenScope,
  bearer: ActiveUser,
  at: ReadContext,
): Promise<DelegatedAuthority> => {
  const credential = await at.stores.applicationCredentials.get(id)
  if (!credential || credential.userId !== bearer.user.id) throw invalidToken('application_credential_gone')
  const unusable = unusableCredential(credential, at.now)
  if (unusable) throw invalidToken(unusable)
  return {
    delegation: { kind: 'application_credential', id, unrestricted: credential.unrestricted },
    view: { kind: 'application_credential', ...(await credentialView(credential, at)) },
    ...(tokenScope.kind === 'unscoped' && credential.scope.type !== 'project'
      ? { scope: credentialScope(credential.scope) }
      : {}),
    effectiveUser: bearer,
    parties: [bearer],
    rolesOn: async (target) => {
      if (!sameTarget(target, credential.scope)) throw invalidToken('application_credential_elsewhere')
      return stillHeld(bearer.user.id, target, new Set(credential.roleIds), at)
    },
    dependsOn: [`application_credential:${id}`],
    notAfter: soonest(credential.expiresAt),
  }
}

const credentialView = async (
  { id, name, unrestricted, accessRuleIds }: ApplicationCredential,
  { stores }: ReadContext,
) => ({
  id,
  name,
  restricted: !unrestricted,
  accessRules: accessRuleIds && (await stores.accessRules.getMany(accessRuleIds)),
})

const byAccessToken = async (
  id: string,
  bearer: ActiveUser,
  at: ReadContext,
): Promise<DelegatedAuthority> => {
  const token = await at.stores.oauth1.getAccessToken(id)
  if (!token || token.authorizingUserId !== bearer.user.id) throw invalidToken('access_token_gone')
  if (isExpired(token, at.now)) throw invalidToken('access_token_expired')
  return {
    delegation: { kind: 'oauth1', accessTokenId: id, consumerId: token.consumerId },
    view: { kind: 'oauth1', accessTokenId: id, consumerId: token.consumerId },
    effectiveUser: bearer,
    parties: [bearer],
    rolesOn: async (target) => {
      if (target.type !== 'project' || target.id !== token.projectId)
        throw invalidToken('access_token_elsewhere')
      const delegated = impliedClosure(token.roleIds, await at.stores.roles.implications())
      return stillHeld(bearer.user.id, target, delegated, at)
    },
    dependsOn: [`access_token:${id}`],
    notAfter: soonest(token.expiresAt),
  }
}
