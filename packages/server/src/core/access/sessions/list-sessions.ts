import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import { type Session, sessionCutoffs } from './session.ts'

export type ListOwnSessions = { readonly limit: number; readonly from?: Position | undefined }
export type ListUserSessions = ListOwnSessions & { readonly userId: string }

const active = (
  userId: string,
  { limit, from }: ListOwnSessions,
  { stores, ports, now }: OperationContext,
): Promise<Slice<Session>> =>
  stores.sessions.list({ userId, since: sessionCutoffs(now, ports.settings), limit, from })

/** Active sessions, newest first. */
export const listOwnSessions = query({
  searches: true,
  rule: 'muster:list_own_sessions',
  target: (_input: ListOwnSessions, _found, { caller }) => selfTarget(caller),
  read: async (input, _found, at) => active(requireCaller(at.caller).userId, input, at),
})

export const listUserSessions = query({
  searches: true,
  rule: 'muster:list_user_sessions',
  load: ({ userId }: ListUserSessions, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, at) => active(user.id, input, at),
})
