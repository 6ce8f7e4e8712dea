import type { Lender } from '../application-credentials/lend.ts'
import type { AssignmentTarget } from '../assignments/assignment.ts'
import { findPieces, grantRule, grantTarget } from '../assignments/grant.ts'
import type { At } from '../operation.ts'
import { refuse } from '../refusal.ts'
import type { User } from '../users/user.ts'

/**
 * The owner of a key that somebody else asks for, where that is a program: nobody signs in to a session as one,
 * so those who manage it make its keys. Undefined for everybody who asks for themselves.
 */
export const programOf = async (
  userId: string | undefined,
  { caller, stores }: Pick<At, 'caller' | 'stores'>,
): Promise<User | undefined> => {
  if (userId === undefined || (caller.kind === 'known' && caller.userId === userId)) return undefined
  const user = await stores.users.get(userId)
  return user?.kind === 'service' ? user : undefined
}

/** What rules may compare where a program is to have a key. */
export const programTarget = ({ id, domainId, kind }: User) => ({
  user_id: id,
  target: { user: { id, domain_id: domainId, kind } },
})

/** A program has no place of its own: the key says where. */
export const asLender = ({ id }: User): Lender => ({
  userId: id,
  scope: { kind: 'unscoped' },
  roles: [],
  chain: { methods: [], auditIds: [], delegation: { kind: 'none' } },
})

/** Refuses to hand out, as a secret, a role of the program that the caller could not give it there (T16). */
export const checkMayHandOut = async (
  owner: User,
  { scope, roleIds }: { readonly scope: AssignmentTarget; readonly roleIds: readonly string[] },
  at: Pick<At, 'may' | 'stores'>,
): Promise<void> => {
  const place = { actor: { type: 'user', id: owner.id }, target: scope, inherited: false } as const
  for (const roleId of roleIds)
    if (!at.may(grantRule('create')(place), grantTarget(place, await findPieces({ ...place, roleId }, at))))
      throw refuse(
        'forbidden',
        'role_not_yours_to_give',
        'The key would have a role that you could not give its user there.',
        { field: 'roles' },
      )
}
