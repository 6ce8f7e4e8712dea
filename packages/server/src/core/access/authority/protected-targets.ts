import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { RuleTarget } from '../../kernel/rules/rule-book.ts'
import { groupReachesBeyond, usersReachingBeyond } from './reaches-beyond.ts'

/** Who may act on users and groups that reach beyond the caller: an administrator. */
export const administratorRule = 'muster:manage_administrator'

type Context = Pick<OperationContext, 'caller' | 'may' | 'stores' | 'now'>

type Protection = {
  readonly of: 'user' | 'group'
  /** A caller may always ask this about itself, also with delegated credentials. */
  readonly openToSelf?: true
}

const user: Protection = { of: 'user' }
const group: Protection = { of: 'group' }
/** What delegated credentials may do to keys of their own user is bounded by `within-delegation.ts`. */
const keyOwner: Protection = { of: 'user', openToSelf: true }

/**
 * Rules whose target must not reach beyond the caller. The executor reads this table for every operation, inside the
 * transaction of a command, so that no route can leave the check out.
 */
const protections: Readonly<Record<string, Protection>> = {
  'identity:update_user': user,
  'identity:delete_user': user,
  'muster:purge_user': user,
  'muster:send_recovery': user,
  'muster:invite_user': user,
  'muster:revoke_invitation': user,
  'muster:list_user_sessions': user,
  'muster:close_user_session': user,
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

/** Whether answering takes a look at what the target reaches. */
export const isProtected = (rule: string): boolean => Object.hasOwn(protections, rule)

const administratorProtected = (): DomainError =>
  domainError(
    'forbidden',
    'administrator_protected',
    'This user or group has authority that the caller does not have: only an administrator may do that.',
  )

const textAt = (target: RuleTarget, ...path: readonly string[]): string | undefined => {
  let value: unknown = target
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}

/** Rejects with `forbidden` when the target of the rule reaches beyond the caller. */
export const assertTargetWithin = async (rule: string, target: RuleTarget, at: Context): Promise<void> => {
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

/** The same for a user whom an operation finds only inside its transaction. */
export const assertUserWithin = async (userId: string, at: Context): Promise<void> => {
  const { caller } = at
  if (caller.kind !== 'known' || at.may(administratorRule, {})) return
  if (caller.userId === userId && caller.chain.delegation.kind === 'none') return
  if ((await usersReachingBeyond([userId], caller, at)).size > 0) throw administratorProtected()
}

/**
 * Those of the users whose keys a list of the domain leaves out: of each alone the caller would be refused. Keys of the
 * caller itself are always in it.
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
