import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { command } from '../../kernel/operation.ts'
import { applyPasswordChange, preparePasswordChange } from './change-password.ts'

export type ChangeOwnPassword = { readonly original: string; readonly password: string }

/** Changes the caller's password, as `changePassword` does. Not allowed with delegated credentials (T12). */
export const changeOwnPassword = command({
  rule: 'muster:set_own_password',
  target: (_input: ChangeOwnPassword, _found, { caller }) => selfTarget(caller),
  prepare: (input, _found, at) =>
    preparePasswordChange({ id: requireCaller(at.caller).userId, ...input }, at),
  apply: (_input, { prepared, ...at }) => applyPasswordChange(prepared, at),
})
