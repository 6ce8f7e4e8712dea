import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { grantRule, grantTarget, loadGrant } from '../../directory/assignments/grant.ts'
import type { User } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Delegator } from '../application-credentials/issue-application-credential.ts'

/**
 * The owner of a key that somebody else asks for, where that is a program: nobody signs in to a session as one,
 * so those who manage it make its keys. Undefined for everybody who asks for themselves.
 */
export const serviceUserOf = async (
  userId: string | undefined,
  { caller, stores }: Pick<OperationContext, 'caller' | 'stores'>,
): Promise<User | undefined> => {
  if (userId === undefined || (caller.kind === 'known' && caller.userId === userId)) return undefined
  const user = await stores.users.get(userId)
  return user?.kind === 'service' ? user : undefined
}

/** What rules may compare where a program is to have a key. */
export const serviceUserTarget = ({ id, domainId, kind }: User) => ({
  user_id: id,
  target: { user: { id, domain_id: domainId, kind } },
})

/** A program has no place of its own: the key says where. */
export const asDelegator = ({ id }: User): Delegator => ({
  userId: id,
  scope: { kind: 'unscoped' },
  roles: [],
  chain: { methods: [], auditIds: [], delegation: { kind: 'none' } },
})

/** Rejects to hand out, as a secret, a role of the program that the caller could not give it there (T16). */
export const assertCanGrantRoles = async (
  owner: User,
  { scope, roleIds }: { readonly scope: AssignmentTarget; readonly roleIds: readonly string[] },
  at: Pick<OperationContext, 'may' | 'stores'>,
): Promise<void> => {
  const place = { actor: { type: 'user', id: owner.id }, target: scope, inherited: false } as const
  for (const roleId of roleIds)
    if (!at.may(grantRule('create')(place), grantTarget(place, await loadGrant({ ...place, roleId }, at))))
      throw domainError(
        'forbidden',
        'role_not_yours_to_give',
        'The key would have a role that you could not give its user there.',
        { field: 'roles' },
      )
}
