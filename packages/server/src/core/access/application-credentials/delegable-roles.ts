import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { effectiveRoles, impliedClosure } from '../../directory/assignments/effective-roles.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { Settings } from '../../kernel/settings.ts'
import type { Stores } from '../../kernel/stores.ts'
import { actsIn, isLimitedToOwnScope, targetOfScope } from '../authority/within-delegation.ts'
import { namedRoles, type RoleRef } from '../trusts/delegated-roles.ts'
import type { Delegator } from './issue-application-credential.ts'

/**
 * The scope of the new credential. A delegated caller can create credentials for its own scope only, and so can a caller
 * with a scoped token when tokens cannot be rescoped.
 */
export const delegableScope = (
  wanted: AssignmentTarget | undefined,
  caller: Delegator,
  settings: Pick<Settings, 'allowRescopeScopedToken'>,
): AssignmentTarget => {
  const scope = wanted ?? targetOfScope(caller.scope)
  if (!scope)
    throw domainError(
      'invalid',
      'scope_missing',
      'An application credential requires a scope. Use a scoped token.',
    )
  if (actsIn(caller, scope)) return scope
  if (isLimitedToOwnScope(caller, settings))
    throw domainError(
      'failed_precondition',
      'scope_elsewhere',
      'These credentials can create application credentials only for their own scope.',
    )
  return scope
}

/**
 * The requested roles with those they imply, or all roles when none are requested. The user must hold each role on the
 * scope now; where the caller acts in that scope, the caller must have it too, so that a delegation is never extended
 * (T01, T16).
 */
export const delegableRoles = async (
  refs: readonly RoleRef[],
  scope: AssignmentTarget,
  caller: Delegator,
  at: { readonly stores: Stores; readonly now: number },
): Promise<readonly string[]> => {
  const { stores } = at
  const { roles } = await effectiveRoles(caller.userId, scope, at)
  const own = actsIn(caller, scope) ? new Set(caller.roles.map(({ id }) => id)) : undefined
  const delegable = new Set(roles.flatMap(({ id }) => (own && !own.has(id) ? [] : [id])))
  const wanted =
    refs.length === 0
      ? delegable
      : impliedClosure(await namedRoles(refs, stores), await stores.roles.implications())
  const missing = [...wanted].find((id) => !delegable.has(id))
  if (wanted.size === 0 || missing !== undefined)
    throw domainError(
      'invalid',
      'role_not_held',
      await missingRoleMessage(
        missing,
        { userId: caller.userId, scope, held: roles.map(({ id }) => id) },
        stores,
      ),
      { field: 'roles' },
    )
  return [...wanted].sort()
}

type RoleCheck = {
  readonly userId: string
  readonly scope: AssignmentTarget
  /** Every role the user holds on the scope, also those that this request cannot delegate. */
  readonly held: readonly string[]
}

/** The error message with user, role and scope. The caller may act for the user, so the message reveals nothing new. */
const missingRoleMessage = async (
  missing: string | undefined,
  { userId, scope, held }: RoleCheck,
  stores: Pick<Stores, 'roles'>,
): Promise<string> => {
  const where = scope.type === 'system' ? 'the system' : `the ${scope.type} ${scope.id.slice(0, 64)}`
  if (missing === undefined)
    return `The user ${userId} has no role on ${where} that this request can delegate.`
  const name = (await stores.roles.get(missing))?.name.slice(0, 64) ?? missing.slice(0, 64)
  return held.includes(missing)
    ? `The user ${userId} has the role ${name} on ${where}, but the credentials of this request do not.`
    : `The user ${userId} does not have the role ${name} on ${where}. Assign the role to the user first.`
}
