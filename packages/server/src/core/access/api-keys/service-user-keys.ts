import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { grantRule, grantTarget, loadGrant } from '../../directory/assignments/grant.ts'
import type { User } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Delegator } from '../application-credentials/issue-application-credential.ts'

/**
 * The service user that the caller requests a key for. Service users cannot open sessions, so the users who manage them
 * create their keys. Undefined when the key is for the caller or for a person.
 */
export const serviceUserOf = async (
  userId: string | undefined,
  { caller, stores }: Pick<OperationContext, 'caller' | 'stores'>,
): Promise<User | undefined> => {
  if (userId === undefined || (caller.kind === 'known' && caller.userId === userId)) return undefined
  const user = await stores.users.get(userId)
  return user?.kind === 'service' ? user : undefined
}

/** The attributes that rules can compare when a service user is the owner of a key. */
export const serviceUserTarget = ({ id, domainId, kind }: User) => ({
  user_id: id,
  target: { user: { id, domain_id: domainId, kind } },
})

/** The service user as delegator, without a scope: the request names the scope of the key. */
export const asDelegator = ({ id }: User): Delegator => ({
  userId: id,
  scope: { kind: 'unscoped' },
  roles: [],
  chain: { methods: [], auditIds: [], delegation: { kind: 'none' } },
})

/** Rejects with `forbidden` when the key would have a role that the caller may not grant to its user on that scope (T16). */
export const assertCanGrantRoles = async (
  owner: User,
  { scope, roleIds }: { readonly scope: AssignmentTarget; readonly roleIds: readonly string[] },
  at: Pick<OperationContext, 'may' | 'stores'>,
): Promise<void> => {
  const place = { actor: { type: 'user', id: owner.id }, target: scope, inherited: false } as const
  for (const roleId of roleIds)
    if (!at.may(grantRule('create', place), grantTarget(place, await loadGrant({ ...place, roleId }, at))))
      throw domainError(
        'forbidden',
        'role_not_yours_to_give',
        'The key would have a role that you are not allowed to grant to its user on this scope.',
        { field: 'roles' },
      )
}
