import { requireUser, userTarget } from '../../directory/users/get-user.ts'
import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { cacheKeys } from '../../kernel/events/cache-key.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'

type Owner = { readonly userId: string; readonly domainId: string }

const closeOne = async (
  id: string,
  { userId, domainId }: Owner,
  { stores, record }: CommandContext,
): Promise<void> => {
  const session = await stores.sessions.get(id)
  if (session?.userId !== userId || !(await stores.sessions.close(id))) throw notFound('session', id)
  record({
    kind: 'session.closed',
    subject: { type: 'session', id },
    domainId,
    invalidates: [`session:${id}`],
    detail: { user_id: userId },
  })
}

const closeAll = async (
  { userId, domainId }: Owner,
  keep: string | undefined,
  { stores, record }: CommandContext,
): Promise<void> => {
  const closed = await stores.sessions.closeOfUser(userId, keep)
  if (closed.length === 0) return
  record({
    kind: 'user.sessions_closed',
    subject: { type: 'user', id: userId },
    domainId,
    invalidates: cacheKeys('session', closed),
    detail: { sessions: closed.length },
  })
}

const caller = (at: CommandContext): Owner => {
  const { userId, userDomainId } = requireCaller(at.caller)
  return { userId, domainId: userDomainId }
}

/** Closes a session of the caller. Rejects with `not_found` for a session of another user. */
export const closeOwnSession = command({
  rule: 'muster:close_own_session',
  isolation: 'read committed',
  target: (_input: { readonly id: string }, _found, at) => selfTarget(at.caller),
  apply: async ({ id }, at) => closeOne(id, caller(at), at),
})

/** Closes every session of the caller, except the current one with `keepThis`. */
export const closeOwnSessions = command({
  rule: 'muster:close_own_session',
  isolation: 'read committed',
  target: (_input: { readonly keepThis: boolean }, _found, at) => selfTarget(at.caller),
  apply: async ({ keepThis }, at) =>
    closeAll(caller(at), keepThis ? requireCaller(at.caller).chain.sessionId : undefined, at),
})

export const closeUserSession = command({
  rule: 'muster:close_user_session',
  isolation: 'read committed',
  load: ({ userId }: { readonly userId: string; readonly id: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id }, { found, ...at }) => closeOne(id, { userId: found.id, domainId: found.domainId }, at),
})

/** Closes every session of a user. */
export const closeUserSessions = command({
  rule: 'muster:close_user_session',
  isolation: 'read committed',
  load: ({ userId }: { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (_input, { found, ...at }) =>
    closeAll({ userId: found.id, domainId: found.domainId }, undefined, at),
})
