import type { sessions as contract } from '@muster/contract/native/sessions.ts'
import type { Caller } from '../../core/caller.ts'
import {
  closeOwnSession,
  closeOwnSessions,
  closeUserSession,
  closeUserSessions,
} from '../../core/sessions/close-session.ts'
import { listOwnSessions, listUserSessions } from '../../core/sessions/list-sessions.ts'
import { openSession } from '../../core/sessions/open-session.ts'
import { type Session, sessionEnd } from '../../core/sessions/session.ts'
import { nextCursor, readChoice, readPage } from './lists.ts'
import { readLogin } from './logins.ts'
import { forgetCookie, headerMissing, requestHeader, setCookie } from './proof.ts'
import { time } from './times.ts'
import type { NativeHandlers, NativeVisit } from './visit.ts'

const currentId = (caller: Caller) => (caller.kind === 'known' ? caller.chain.sessionId : undefined)

export const showSession = (
  session: Session,
  { caller, settings }: Pick<NativeVisit, 'caller' | 'settings'>,
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
  async openSession({ body }, visit) {
    const { password, passcode, cookie = false } = body
    const login = readLogin(body)
    // Else a page of somebody else could sign a browser in to an account of theirs.
    if (cookie && !visit.header(requestHeader)) throw headerMissing()
    const { session, secret } = await visit.run(openSession, {
      ...login,
      password,
      passcode,
      agent: visit.header('user-agent')?.slice(0, 255) ?? null,
      address: visit.address,
    })
    const shown = { ...showSession(session, visit), current: true }
    if (!cookie) return { status: 201, body: { session: shown, secret } }
    const headers = { 'set-cookie': setCookie(secret, visit.settings.sessionAbsoluteLimit) }
    return { status: 201, headers, body: { session: shown } }
  },

  async listOwnSessions({ query }, visit) {
    const asked = readPage('sessions', query, visit)
    const found = await visit.run(listOwnSessions, { limit: asked.limit, from: asked.from })
    const rows = found.rows.map((session) => showSession(session, visit))
    return { status: 200, body: { sessions: rows, next_cursor: nextCursor(found, asked, position, visit) } }
  },

  async closeOwnSessions({ query }, visit) {
    const keepThis = readChoice(query, 'keep_current', ['true', 'false']) === 'true'
    await visit.run(closeOwnSessions, { keepThis })
    return { status: 204, ...(keepThis ? {} : forgetCookie(visit)) }
  },

  async closeOwnSession({ params }, visit) {
    const current = currentId(visit.caller)
    const id = params.session_id === 'current' && current !== undefined ? current : params.session_id
    await visit.run(closeOwnSession, { id })
    return { status: 204, ...(id === current ? forgetCookie(visit) : {}) }
  },

  async listUserSessions({ params, query }, visit) {
    const asked = readPage(`users/${params.user_id}/sessions`, query, visit)
    const found = await visit.run(listUserSessions, {
      userId: params.user_id,
      limit: asked.limit,
      from: asked.from,
    })
    const rows = found.rows.map((session) => showSession(session, visit))
    return { status: 200, body: { sessions: rows, next_cursor: nextCursor(found, asked, position, visit) } }
  },

  async closeUserSessions({ params }, visit) {
    await visit.run(closeUserSessions, { userId: params.user_id })
    return { status: 204 }
  },

  async closeUserSession({ params }, visit) {
    await visit.run(closeUserSession, { userId: params.user_id, id: params.session_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
