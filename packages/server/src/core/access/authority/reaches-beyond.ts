import type { KnownCaller } from '../../kernel/caller.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { BeyondQuery, Within } from './authority-store.ts'

/**
 * Roles that the rules honour on every scope: `admin` passes almost every rule, `service` may validate any token and
 * notify any user.
 */
const roleNames = ['admin', 'service'] as const

const withinOf = ({ scope }: KnownCaller): Within => {
  switch (scope.kind) {
    case 'system':
      return { kind: 'system' }
    case 'domain':
      return { kind: 'domain', domainId: scope.domainId }
    case 'project':
      return { kind: 'project', projectId: scope.projectId }
    case 'unscoped':
      return { kind: 'nothing' }
  }
}

const queryOf = (caller: KnownCaller, { now }: Pick<OperationContext, 'now'>): BeyondQuery => ({
  within: withinOf(caller),
  roleNames,
  now,
})

/**
 * The users with authority that the caller lacks: a role outside the caller's scope, `admin` or `service` on any scope,
 * or an active trust that gives either. Application credentials, API keys, EC2 credentials and OAuth access tokens never
 * exceed the roles of their user, so they need no separate check.
 */
export const usersReachingBeyond = (
  userIds: readonly string[],
  caller: KnownCaller,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<ReadonlySet<string>> => at.stores.authority.usersBeyond(userIds, queryOf(caller, at))

/** Whether membership of the group gives authority that the caller lacks. */
export const groupReachesBeyond = (
  groupId: string,
  caller: KnownCaller,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<boolean> => at.stores.authority.groupBeyond(groupId, queryOf(caller, at))
