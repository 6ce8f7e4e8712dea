import { domainError } from './domain-error.ts'
import type { RuleCredentials } from './rules/credentials.ts'

/** Where a token, and so a caller, has authority. */
export type Scope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'project'; readonly projectId: string; readonly domainId: string }

/**
 * What was lent to make this caller, if anything. Authority over delegations is decided on this chain,
 * never on the final scope alone (security.md section A).
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

/** How this caller came to be: the methods used and the audit ids of its tokens, own first, root last. */
export type AuthenticationChain = {
  readonly methods: readonly string[]
  readonly auditIds: readonly string[]
  /** Unix seconds: nothing made by this caller outlives it, where that matters. */
  readonly expiresAt?: number
  /** The session that asks, when one does. */
  readonly sessionId?: string
  readonly delegation: Delegation
}

/** A person or program that proved who it is. Immutable: one object serves every request of a token. */
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
 * - `anonymous`: showed nothing; only operations open to everybody answer it.
 * - `operator`: whoever runs the process itself (bootstrap, command line on the data directory). Made only
 *   by wiring, never from a request.
 */
export type Caller = KnownCaller | { readonly kind: 'anonymous' } | { readonly kind: 'operator' }

export const anonymous: Caller = { kind: 'anonymous' }

/** What the rules call the scope: an unscoped token counts as project (keystone.md section 5.1). */
export const scopeKind = (scope: Scope): 'system' | 'domain' | 'project' =>
  scope.kind === 'unscoped' ? 'project' : scope.kind

/** Lists asked for with a domain-scoped token show that domain only (keystone.md section 5.4). */
export const domainRestriction = (caller: Caller): string | undefined =>
  caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined

/** The caller, where only somebody who signed in has anything of their own. */
export const requireCaller = (caller: Caller): KnownCaller => {
  if (caller.kind === 'known') return caller
  throw domainError(
    'unauthenticated',
    'authentication_required',
    'The request you have made requires authentication.',
  )
}

/** What rules may compare where the caller asks about itself. */
export const selfTarget = (caller: Caller) =>
  caller.kind === 'known' ? { target: { user: { id: caller.userId, domain_id: caller.userDomainId } } } : {}
