import type { Caller, KnownCaller } from './caller.ts'
import type { CommandContext, OperationContext, RuleOrAccess } from './operation.ts'
import type { RuleTarget } from './rules/rule-book.ts'

type WriteContext = Pick<CommandContext, 'stores' | 'now' | 'record'>

/**
 * The only calls from lower layers of core up to the access layer, which implements them in `access/access-hooks.ts`:
 * cascades when objects that access depends on are deleted, and queries about the authority of users.
 */
export type AccessHooks = {
  /** Whether the target of an operation with this rule must not have authority that the caller lacks. */
  isProtected(rule: RuleOrAccess): boolean
  /** Rejects with `forbidden` when the target of such a rule has authority that the caller lacks. */
  assertTargetWithin(
    rule: RuleOrAccess,
    target: RuleTarget,
    at: Pick<OperationContext, 'caller' | 'may' | 'stores' | 'now'>,
  ): Promise<void>
  /** Deletes the trusts, access tokens and credentials for the project. */
  onProjectDeleted(
    project: { readonly id: string; readonly domainId: string | null },
    at: WriteContext,
  ): Promise<void>
  /** Deletes the identity providers of the domain, and the trusts, access tokens and credentials of its users and projects. Closes the sessions. */
  onDomainDeleted(domainId: string, at: WriteContext): Promise<void>
  /** Deletes the application credentials of users who were granted the role. Returns how many; call it before the grants go. */
  onRoleDeleted(
    role: { readonly id: string; readonly domainId: string | null },
    at: WriteContext,
  ): Promise<number>
  /** The callers that a user can be with its own roles, or why there are none: the user is deleted or disabled. */
  callersOf(
    userId: string,
    at: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
  ): Promise<'deleted' | 'disabled' | readonly KnownCaller[]>
  /** Whether a token of the scope of this caller could be issued now. */
  hasActiveScope(
    caller: Extract<Caller, { kind: 'known' }>,
    at: Pick<OperationContext, 'stores'>,
  ): Promise<boolean>
}
