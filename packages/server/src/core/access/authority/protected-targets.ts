import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { OperationContext, RuleOrAccess } from '../../kernel/operation.ts'
import type { RuleTarget } from '../../kernel/rules/rule-book.ts'
import { groupReachesBeyond, usersReachingBeyond } from './reaches-beyond.ts'

/** The rule that allows acting on users and groups with authority that the caller lacks. */
export const administratorRule = 'muster:manage_administrator'

type Context = Pick<OperationContext, 'caller' | 'may' | 'stores' | 'now'>

type Protection = {
  readonly of: 'user' | 'group'
  /** Callers may always do this to themselves, also with delegated credentials. */
  readonly openToSelf?: true
}

const user: Protection = { of: 'user' }
const group: Protection = { of: 'group' }
/** `within-delegation.ts` limits what delegated credentials may do to keys of their own user. */
const keyOwner: Protection = { of: 'user', openToSelf: true }

/**
 * Rules whose target must not have authority that the caller lacks. The executor reads this table for every operation,
 * inside the transaction of a command, so that no route can skip the check.
 */
const protections: Readonly<Partial<Record<RuleOrAccess, Protection>>> = {
  'identity:update_user': user,
  'identity:delete_user': user,
  'muster:purge_user': user,
  'muster:send_recovery': user,
  'muster:invite_user': user,
  'muster:revoke_invitation': user,
  'muster:list_user_sessions': user,
  'muster:close_user_session': user,
  'muster:list_user_second_factors': user,
  'muster:reset_user_second_factors': user,
  'muster:create_api_key': keyOwner,
  'muster:get_api_key': keyOwner,
  'muster:list_api_keys': keyOwner,
  'muster:update_api_key': keyOwner,
  'muster:rotate_api_key': keyOwner,
  'muster:delete_api_key': keyOwner,
  'identity:update_group': group,
  'identity:delete_group': group,
  'identity:add_user_to_group': group,
  'identity:remove_user_from_group': group,
}

/** Whether operations with this rule check the authority of their target. */
export const isProtected = (rule: RuleOrAccess): boolean => Object.hasOwn(protections, rule)

const administratorProtected = (): DomainError =>
  domainError(
    'forbidden',
    'administrator_protected',
    'This user or group has authority that the caller does not have. Only an administrator can do this.',
  )

const textAt = (target: RuleTarget, ...path: readonly string[]): string | undefined => {
  let value: unknown = target
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}

/** Rejects with `forbidden` when the target of the rule has authority that the caller lacks. */
export const assertTargetWithin = async (
  rule: RuleOrAccess,
  target: RuleTarget,
  at: Context,
): Promise<void> => {
  const protection = protections[rule]
  const { caller } = at
  if (!protection || caller.kind !== 'known') return
  if (protection.of === 'group') {
    const groupId = textAt(target, 'target', 'group', 'id')
    if (groupId === undefined || at.may(administratorRule, {})) return
    if (await groupReachesBeyond(groupId, caller, at)) throw administratorProtected()
    return
  }
  const userId = textAt(target, 'target', 'user', 'id') ?? textAt(target, 'user_id')
  if (userId === undefined || (protection.openToSelf && userId === caller.userId)) return
  await assertUserWithin(userId, at)
}

/** The same check for a user that an operation loads inside its transaction. */
export const assertUserWithin = async (userId: string, at: Context): Promise<void> => {
  const { caller } = at
  if (caller.kind !== 'known' || at.may(administratorRule, {})) return
  if (caller.userId === userId && caller.chain.delegation.kind === 'none') return
  if ((await usersReachingBeyond([userId], caller, at)).size > 0) throw administratorProtected()
}

/**
 * The users whose keys a domain-wide list leaves out, since the caller may not manage these users. The caller's own keys
 * are always listed.
 */
export const keyOwnersBeyond = async (
  userIds: readonly string[],
  at: Context,
): Promise<readonly string[]> => {
  const { caller } = at
  if (caller.kind !== 'known' || at.may(administratorRule, {})) return []
  const others = userIds.filter((id) => id !== caller.userId)
  return others.length === 0 ? [] : [...(await usersReachingBeyond(others, caller, at))]
}
