import { effectiveRoles } from '../../directory/assignments/effective-roles.ts'
import { query } from '../../kernel/operation.ts'

/** Whether the caller can get a system-scoped token. */
export const canScopeToSystem = query({
  rule: 'identity:get_auth_system',
  read: async (_input: object, _found, { caller, stores, now }): Promise<boolean> =>
    caller.kind === 'known' &&
    // Keystone's tokens cannot carry both a federated sign-in and the system.
    caller.chain.federation === undefined &&
    (await effectiveRoles(caller.userId, { type: 'system' }, { stores, now })).roles.length > 0,
})
