import { domainError } from './domain-error.ts'
import type { RuleCredentials } from './rules/credentials.ts'

/** The scope of a token or caller. */
export type Scope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'project'; readonly projectId: string; readonly domainId: string }

/**
 * The delegation this caller acts by, if any. Restrictions of delegated callers are decided by it, never by the scope
 * alone (security.md section A).
 */
export type Delegation =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'trust'
      readonly trustId: string
      readonly trustorId: string
      readonly trusteeId: string
    }
  | { readonly kind: 'application_credential'; readonly id: string; readonly unrestricted: boolean }
  | { readonly kind: 'oauth1'; readonly accessTokenId: string; readonly consumerId: string }

/** The sign-in at an identity provider that a token relies on. */
export type Federation = {
  /** The groups of the user at the sign-in, beside its stored memberships. */
  readonly groupIds: readonly string[]
  readonly identityProviderId: string
  readonly protocolId: string
}

/** How the caller authenticated: the methods, and the audit ids of its token chain, its own first and the root last. */
export type AuthenticationChain = {
  readonly methods: readonly string[]
  readonly auditIds: readonly string[]
  /** Unix seconds: when the caller's token expires. */
  readonly expiresAt?: number
  /** The caller's session, if it uses one. */
  readonly sessionId?: string
  /** Unix milliseconds: when the session began. */
  readonly sessionBegan?: number
  /** The session is used by its cookie. */
  readonly isInBrowser?: boolean
  /** Of a federated token. */
  readonly federation?: Federation
  readonly delegation: Delegation
}

/** An authenticated caller. Immutable and shared by all requests with the same token. */
export type KnownCaller = {
  readonly kind: 'known'
  readonly userId: string
  readonly userDomainId: string
  readonly scope: Scope
  readonly roles: readonly { readonly id: string; readonly name: string }[]
  readonly chain: AuthenticationChain
  readonly credentials: RuleCredentials
}

/**
 * - `anonymous`: without credentials; limited to operations with `access: 'public'`.
 * - `operator`: the process itself (bootstrap, command line on the data directory). Created by the composition only,
 *   never for a request.
 */
export type Caller = KnownCaller | { readonly kind: 'anonymous' } | { readonly kind: 'operator' }

export const anonymous: Caller = { kind: 'anonymous' }
export const operator: Caller = { kind: 'operator' }

/** The scope type in rules; an unscoped token counts as project (keystone.md section 5.1). */
export const scopeKind = (scope: Scope): 'system' | 'domain' | 'project' =>
  scope.kind === 'unscoped' ? 'project' : scope.kind

/** The domain that lists are restricted to with a domain-scoped token (keystone.md section 5.4). */
export const domainRestriction = (caller: Caller): string | undefined =>
  caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined

/** The authenticated caller. Rejects with `unauthenticated` for the anonymous caller and the operator. */
export const requireCaller = (caller: Caller): KnownCaller => {
  if (caller.kind === 'known') return caller
  throw domainError(
    'unauthenticated',
    'authentication_required',
    'The request you have made requires authentication.',
  )
}

/** The rule target for operations of callers on themselves. */
export const selfTarget = (caller: Caller) =>
  caller.kind === 'known' ? { target: { user: { id: caller.userId, domain_id: caller.userDomainId } } } : {}
