import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { effectiveRoles } from '../../directory/assignments/effective-roles.ts'
import type { Caller, KnownCaller, Scope } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Settings } from '../../kernel/settings.ts'

/** The authority of a secret: its scope, roles and allowed requests. */
export type SecretAuthority = {
  /** The id of an existing application credential or API key. */
  readonly id?: string | undefined
  readonly scope: AssignmentTarget
  readonly roleIds: readonly string[]
  /** Null: any request. */
  readonly accessRuleIds?: readonly string[] | null | undefined
}

/** The scope of a caller as a target of assignments; undefined for an unscoped caller. */
export const targetOfScope = (scope: Scope): AssignmentTarget | undefined => {
  switch (scope.kind) {
    case 'unscoped':
      return undefined
    case 'system':
      return { type: 'system' }
    case 'domain':
      return { type: 'domain', id: scope.domainId }
    case 'project':
      return { type: 'project', id: scope.projectId }
  }
}

const idOf = (target: AssignmentTarget) => (target.type === 'system' ? '' : target.id)

/** Whether the caller acts in exactly this scope. */
export const actsIn = ({ scope }: Pick<KnownCaller, 'scope'>, target: AssignmentTarget): boolean => {
  const own = targetOfScope(scope)
  return own !== undefined && own.type === target.type && idOf(own) === idOf(target)
}

type Bound = Pick<KnownCaller, 'scope' | 'chain'>

/** Whether the caller can delegate in its own scope only: it is delegated itself, or its token cannot be rescoped. */
export const isLimitedToOwnScope = (
  { scope, chain }: Bound,
  { allowRescopeScopedToken }: Pick<Settings, 'allowRescopeScopedToken'>,
): boolean =>
  chain.delegation.kind !== 'none' ||
  (chain.sessionId === undefined && scope.kind !== 'unscoped' && !allowRescopeScopedToken)

const beyond = () =>
  domainError(
    'forbidden',
    'beyond_delegation',
    'The secret would have more authority than the credentials of this request. It must stay within their scope, roles and access rules.',
  )

/**
 * Every operation that issues or reactivates a secret of the caller's own user calls this. Rejects with `forbidden` when
 * the secret has more authority than the caller's delegation; a credential may always rotate itself. A caller without a
 * delegation has the full authority of the user, which no secret of the user exceeds.
 */
export const assertWithinDelegation = async (
  caller: Caller,
  authority: SecretAuthority,
  { stores, ports }: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<void> => {
  if (caller.kind !== 'known') return
  const { delegation } = caller.chain
  if (delegation.kind === 'application_credential' && delegation.id === authority.id) return
  if (isLimitedToOwnScope(caller, ports.settings) && !actsIn(caller, authority.scope)) throw beyond()
  if (delegation.kind === 'none') return
  const own = new Set(caller.roles.map(({ id }) => id))
  if (authority.roleIds.some((id) => !own.has(id))) throw beyond()
  if (delegation.kind !== 'application_credential') return
  const limits = (await stores.applicationCredentials.get(delegation.id))?.accessRuleIds ?? null
  if (limits === null) return
  const wanted = authority.accessRuleIds ?? null
  if (wanted === null || wanted.some((id) => !limits.includes(id))) throw beyond()
}

/** Whether the delegated caller has every role that the user has on the project. */
export const hasAllRolesOf = async (
  caller: KnownCaller,
  userId: string,
  projectId: string,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<boolean> => {
  const own = new Set(caller.roles.map(({ id }) => id))
  const { roles } = await effectiveRoles(userId, { type: 'project', id: projectId }, at)
  return roles.every(({ id }) => own.has(id))
}
