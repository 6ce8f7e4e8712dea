import type { Slice } from '../lists/list-query.ts'
import type { Position } from '../lists/position.ts'
import { type At, query } from '../operation.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { ownTarget, whoAsks } from './own-session.ts'
import { livingSince, type Session } from './session.ts'

export type ListOwnSessions = { readonly limit: number; readonly from?: Position | undefined }
export type ListUserSessions = ListOwnSessions & { readonly userId: string }

const living = (
  userId: string,
  { limit, from }: ListOwnSessions,
  { stores, ports, now }: At,
): Promise<Slice<Session>> =>
  stores.sessions.list({ userId, since: livingSince(now, ports.settings), limit, from })

/** Newest first, as all lists of sessions. */
export const listOwnSessions = query({
  searches: true,
  rule: 'muster:list_own_sessions',
  target: (_input: ListOwnSessions, _found, { caller }) => ownTarget(caller),
  read: async (input, _found, at) => living(whoAsks(at.caller).userId, input, at),
})

export const listUserSessions = query({
  searches: true,
  rule: 'muster:list_user_sessions',
  load: ({ userId }: ListUserSessions, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, at) => living(user.id, input, at),
})
