import type { BulkJob, NewBulkJob, User } from '@muster/sdk'

export type BulkAction = BulkJob['action']

/** The rule without which the server does not create a job. */
export const ruleOf: Readonly<Record<BulkAction, string>> = {
  enable: 'identity:update_user',
  disable: 'identity:update_user',
  invite: 'muster:invite_user',
  grant_role: 'identity:create_grant',
  revoke_role: 'identity:revoke_grant',
  add_to_group: 'identity:add_user_to_group',
  remove_from_group: 'identity:remove_user_from_group',
  set_plan: 'muster:attach_plan',
  delete: 'identity:delete_user',
  restore: 'muster:restore_user',
}

/** What can be done with deleted users. */
export const deletedUserActions: readonly BulkAction[] = ['restore']

/** What can be done with other users. */
export const userActions = (Object.keys(ruleOf) as readonly BulkAction[]).filter(
  (action) => !deletedUserActions.includes(action),
)

/** What an action needs besides its users. */
export type BulkObject = Pick<NewBulkJob, 'role' | 'group_id' | 'plan_id'>

export const objectOf = (action: BulkAction): 'role' | 'group' | 'plan' | undefined => {
  if (action === 'grant_role' || action === 'revoke_role') return 'role'
  if (action === 'set_plan') return 'plan'
  return action === 'add_to_group' || action === 'remove_from_group' ? 'group' : undefined
}

/** What the actions concern: chosen users, or all users of a domain that a filter matches. */
export type BulkTarget =
  | { readonly kind: 'users'; readonly users: readonly User[] }
  | {
      readonly kind: 'filter'
      readonly filter: string
      readonly domainId: string
      /** Undefined where the server does not count them. */
      readonly count: number | undefined
    }

/** Entries of the list of one job. */
const longestList = 10_000

/** A job concerns one domain. */
export const jobsOf = (action: BulkAction, target: BulkTarget, object: BulkObject): readonly NewBulkJob[] => {
  if (target.kind === 'filter')
    return [{ action, domain_id: target.domainId, users: { filter: target.filter }, ...object }]
  return [...Map.groupBy(target.users, (user) => user.domain_id)].flatMap(([domainId, users]) =>
    Array.from({ length: Math.ceil(users.length / longestList) }, (_, at) => ({
      action,
      domain_id: domainId,
      users: { ids: users.slice(at * longestList, (at + 1) * longestList).map(({ id }) => id) },
      ...object,
    })),
  )
}

export const countOf = (target: BulkTarget): number | undefined =>
  target.kind === 'users' ? target.users.length : target.count
