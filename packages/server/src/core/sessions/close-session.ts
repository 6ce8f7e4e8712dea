import { type Applying, command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { theUser, userTarget } from '../users/get-user.ts'
import { ownTarget, whoAsks } from './own-session.ts'

type Owner = { readonly userId: string; readonly domainId: string }

const closeOne = async (
  id: string,
  { userId, domainId }: Owner,
  { stores, record }: Applying,
): Promise<void> => {
  const session = await stores.sessions.get(id)
  if (session?.userId !== userId || !(await stores.sessions.close(id))) throw notFound('session', id)
  record({
    kind: 'session.closed',
    subject: { type: 'session', id },
    domainId,
    touches: [`session:${id}`],
    detail: { user_id: userId },
  })
}

const closeAll = async (
  { userId, domainId }: Owner,
  keep: string | undefined,
  { stores, record }: Applying,
): Promise<void> => {
  const closed = await stores.sessions.closeOfUser(userId, keep)
  if (closed.length === 0) return
  record({
    kind: 'user.sessions_closed',
    subject: { type: 'user', id: userId },
    domainId,
    touches: closed.map((id) => `session:${id}`),
    detail: { sessions: closed.length },
  })
}

const caller = (at: Applying): Owner => {
  const { userId, userDomainId } = whoAsks(at.caller)
  return { userId, domainId: userDomainId }
}

/** One of the caller's own; another user's is `not_found`. */
export const closeOwnSession = command({
  rule: 'muster:close_own_session',
  isolation: 'read committed',
  target: (_input: { readonly id: string }, _found, at) => ownTarget(at.caller),
  apply: async ({ id }, at) => closeOne(id, caller(at), at),
})

/** Every session of the caller, or every other one. */
export const closeOwnSessions = command({
  rule: 'muster:close_own_session',
  isolation: 'read committed',
  target: (_input: { readonly keepThis: boolean }, _found, at) => ownTarget(at.caller),
  apply: async ({ keepThis }, at) =>
    closeAll(caller(at), keepThis ? whoAsks(at.caller).chain.sessionId : undefined, at),
})

export const closeUserSession = command({
  rule: 'muster:close_user_session',
  isolation: 'read committed',
  load: ({ userId }: { readonly userId: string; readonly id: string }, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ id }, { found, ...at }) => closeOne(id, { userId: found.id, domainId: found.domainId }, at),
})

/** Every session of a user: signs it out of everything that people use. */
export const closeUserSessions = command({
  rule: 'muster:close_user_session',
  isolation: 'read committed',
  load: ({ userId }: { readonly userId: string }, at) => theUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (_input, { found, ...at }) =>
    closeAll({ userId: found.id, domainId: found.domainId }, undefined, at),
})
