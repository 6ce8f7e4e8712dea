import { effectiveRoles } from '../../directory/assignments/effective-roles.ts'
import { query } from '../../kernel/operation.ts'

/** Whether the caller can get a system-scoped token. */
export const canScopeToSystem = query({
  rule: 'identity:get_auth_system',
  read: async (_input: object, _found, { caller, stores }): Promise<boolean> =>
    caller.kind === 'known' &&
    (await effectiveRoles(caller.userId, { type: 'system' }, stores)).roles.length > 0,
})
