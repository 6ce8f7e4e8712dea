import { type Caller, scopeKind } from './caller.ts'
import { type DomainError, domainError } from './domain-error.ts'
import type { Access, Command, OperationContext, Query, RuleOrAccess } from './operation.ts'
import { delegationNotAllowed, isRestricted } from './rules/delegation-restrictions.ts'
import { assertFreshSignIn } from './rules/fresh-sign-in.ts'
import type { RuleBook, RuleTarget } from './rules/rule-book.ts'

type Operation<I, F> = Query<I, F, unknown> | Command<I, F, never, unknown>

const ruleOf = <I, F>(
  operation: Operation<I, F>,
  input: I,
  found: F | undefined,
  at: OperationContext,
): RuleOrAccess => {
  if (operation.access !== undefined) return operation.access
  if (operation.rule !== undefined) return operation.rule
  return operation.rules.choose(input, found, at)
}

export const forbiddenByRule = (rule: string): DomainError =>
  domainError(
    'forbidden',
    'forbidden_by_rule',
    `You are not authorized to perform the requested action: ${rule}.`,
    { rule },
  )

/** Rejects callers by the access of the operation alone, so that nothing needs to be loaded. */
export const assertAccess = (access: Access | undefined, caller: Caller): void => {
  if (access === 'public' || caller.kind === 'operator') return
  if (access === 'operator')
    throw domainError(
      'forbidden',
      'operator_only',
      'Only the operator of the server may do this, on the machine itself.',
    )
  if (caller.kind === 'anonymous')
    throw domainError(
      'unauthenticated',
      'authentication_required',
      'The request you have made requires authentication.',
    )
}

/** Decides whether a caller may run an operation. */
export const makeAuthorizer = (rules: RuleBook) => {
  const mayOf =
    (caller: Caller): OperationContext['may'] =>
    (rule, target) => {
      if (caller.kind !== 'known') return caller.kind === 'operator'
      if (isRestricted(caller, rule)) return false
      return rules.allows(rule, scopeKind(caller.scope), caller.credentials, target) === 'allowed'
    }

  /** Rejects callers without permission. `found` is undefined and `target` empty for a missing object. */
  const decide = <I, F>(
    operation: Operation<I, F>,
    input: I,
    at: OperationContext,
    found: F | undefined,
    target: RuleTarget,
  ): RuleOrAccess => {
    const { caller } = at
    assertAccess(operation.access, caller)
    const rule = ruleOf(operation, input, found, at)
    if (rule === 'public' || caller.kind !== 'known') return rule
    if (isRestricted(caller, rule)) throw delegationNotAllowed(rule)
    if (operation.access !== undefined) return rule
    if (rules.allows(rule, scopeKind(caller.scope), caller.credentials, target) !== 'allowed')
      throw forbiddenByRule(rule)
    assertFreshSignIn(rule, caller, at.now)
    return rule
  }

  /** Rejects callers that must not learn that the object is missing. */
  const decideMissing = <I, F>(operation: Operation<I, F>, input: I, at: OperationContext): void => {
    if (operation.missing !== 'shown') return void decide(operation, input, at, undefined, {})
    // Restricted delegated callers get the same error whether or not the object exists (T05).
    const rule = ruleOf(operation, input, undefined, at)
    if (isRestricted(at.caller, rule)) throw delegationNotAllowed(rule)
  }

  return { mayOf, decide, decideMissing }
}
