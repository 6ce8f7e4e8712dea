import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { effectiveRoles, impliedClosure } from '../../directory/assignments/effective-roles.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { Settings } from '../../kernel/settings.ts'
import type { Stores } from '../../kernel/stores.ts'
import { actsIn, isLimitedToOwnScope, targetOfScope } from '../authority/within-delegation.ts'
import { namedRoles, type RoleRef } from '../trusts/delegated-roles.ts'
import type { Delegator } from './issue-application-credential.ts'

/**
 * Where the credential will reach. Authority that was lent is lent on for its own place only; so is that of a
 * token with a scope, where tokens keep to theirs.
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
      'Make an application credential with a token that has a scope.',
    )
  if (actsIn(caller, scope)) return scope
  if (isLimitedToOwnScope(caller, settings))
    throw domainError(
      'failed_precondition',
      'scope_elsewhere',
      'This caller can make application credentials for its own scope only.',
    )
  return scope
}

/**
 * The roles named with all that they imply, or all there are: each must be held there now, and be one of the
 * caller's own where the caller is there already, so that nobody lends more than it was lent (T01, T16).
 */
export const delegableRoles = async (
  refs: readonly RoleRef[],
  scope: AssignmentTarget,
  caller: Delegator,
  stores: Stores,
): Promise<readonly string[]> => {
  const { roles } = await effectiveRoles(caller.userId, scope, stores)
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
  /** By whatever way, also where the request may not use them. */
  readonly held: readonly string[]
}

/** Names the user, the role and the place; users are told by id, as all of this is about one the caller knows. */
const missingRoleMessage = async (
  missing: string | undefined,
  { userId, scope, held }: RoleCheck,
  stores: Pick<Stores, 'roles'>,
): Promise<string> => {
  const place = scope.type === 'system' ? 'the system' : `the ${scope.type} ${scope.id.slice(0, 64)}`
  if (missing === undefined)
    return `The user ${userId} has no role on ${place} that this request could hand out.`
  const name = (await stores.roles.get(missing))?.name.slice(0, 64) ?? missing.slice(0, 64)
  return held.includes(missing)
    ? `The user ${userId} has the role ${name} on ${place}, but the credentials of this request do not.`
    : `The user ${userId} does not have the role ${name} on ${place}: give it the role first.`
}
