import type { sessions as contract } from '@muster/contract/native/sessions.ts'
import {
  closeOwnSession,
  closeOwnSessions,
  closeUserSession,
  closeUserSessions,
} from '../../core/access/sessions/close-session.ts'
import { listOwnSessions, listUserSessions } from '../../core/access/sessions/list-sessions.ts'
import { openSession } from '../../core/access/sessions/open-session.ts'
import { type Session, sessionEnd } from '../../core/access/sessions/session.ts'
import type { Caller } from '../../core/kernel/caller.ts'
import { requestHeader, setCookie } from '../../http/session-cookie.ts'
import { dropCookie, headerMissing } from './authenticate.ts'
import { nextCursor, readChoice, readPage } from './lists.ts'
import { readLogin } from './logins.ts'
import type { NativeContext, NativeHandlers } from './request-context.ts'
import { time } from './times.ts'

const currentId = (caller: Caller) => (caller.kind === 'known' ? caller.chain.sessionId : undefined)

export const showSession = (
  session: Session,
  { caller, settings }: Pick<NativeContext, 'caller' | 'settings'>,
) => ({
  id: session.id,
  user_id: session.userId,
  agent: session.agent,
  address: session.address,
  created_at: time(session.createdAt),
  last_seen_at: time(session.lastSeenAt),
  expires_at: time(sessionEnd(session, settings)),
  current: session.id === currentId(caller),
})

const position = ({ id, createdAt }: Session) => ({ id, value: createdAt })

export const sessions = {
  async openSession({ body }, context) {
    const { password, passcode, cookie = false } = body
    const login = readLogin(body)
    // Prevents login CSRF: a foreign page could sign the browser in to another account.
    if (cookie && !context.header(requestHeader)) throw headerMissing()
    const { session, secret } = await context.run(openSession, {
      ...login,
      password,
      passcode,
      agent: context.header('user-agent')?.slice(0, 255) ?? null,
      address: context.address,
    })
    const shown = { ...showSession(session, context), current: true }
    if (!cookie) return { status: 201, body: { session: shown, secret } }
    const headers = { 'set-cookie': setCookie(secret, context.settings.sessionAbsoluteLimit) }
    return { status: 201, headers, body: { session: shown } }
  },

  async listOwnSessions({ query }, context) {
    const page = readPage('sessions', query, context)
    const found = await context.run(listOwnSessions, { limit: page.limit, from: page.from })
    const rows = found.rows.map((session) => showSession(session, context))
    return { status: 200, body: { sessions: rows, next_cursor: nextCursor(found, page, position, context) } }
  },

  async closeOwnSessions({ query }, context) {
    const keepThis = readChoice(query, 'keep_current', ['true', 'false']) === 'true'
    await context.run(closeOwnSessions, { keepThis })
    return { status: 204, ...(keepThis ? {} : dropCookie(context)) }
  },

  async closeOwnSession({ params }, context) {
    const current = currentId(context.caller)
    const id = params.session_id === 'current' && current !== undefined ? current : params.session_id
    await context.run(closeOwnSession, { id })
    return { status: 204, ...(id === current ? dropCookie(context) : {}) }
  },

  async listUserSessions({ params, query }, context) {
    const page = readPage(`users/${params.user_id}/sessions`, query, context)
    const found = await context.run(listUserSessions, {
      userId: params.user_id,
      limit: page.limit,
      from: page.from,
    })
    const rows = found.rows.map((session) => showSession(session, context))
    return { status: 200, body: { sessions: rows, next_cursor: nextCursor(found, page, position, context) } }
  },

  async closeUserSessions({ params }, context) {
    await context.run(closeUserSessions, { userId: params.user_id })
    return { status: 204 }
  },

  async closeUserSession({ params }, context) {
    await context.run(closeUserSession, { userId: params.user_id, id: params.session_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
