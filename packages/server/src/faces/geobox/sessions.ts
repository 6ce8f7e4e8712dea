import type { sessions as contract } from '@muster/contract/geobox/sessions.ts'
import { refuse } from '../../core/refusal.ts'
import { closeOwnSession, closeUserSession } from '../../core/sessions/close-session.ts'
import { listOwnSessions, listUserSessions } from '../../core/sessions/list-sessions.ts'
import { whoAsks } from '../../core/sessions/own-session.ts'
import type { Session } from '../../core/sessions/session.ts'
import { dashed } from '../../core/users/dashed-id.ts'
import type { Visit } from '../../http/face.ts'
import { sessionIdIn } from './ids.ts'
import { userIn } from './target.ts'
import { time } from './times.ts'
import type { GeoboxHandlers } from './visit.ts'

/** The client takes them all at once. */
const limit = 1000

const show = (session: Session, { caller }: Visit) => ({
  uuid: dashed(session.id),
  agent: session.agent ?? 'unknown',
  ip: session.address,
  created_at: time(session.createdAt),
  last_activity: time(session.lastSeenAt),
  is_current: session.id === whoAsks(caller).chain.sessionId,
})

const mismatch = (field: string) =>
  refuse('invalid', 'path_contradicted', 'The address names another one.', { field })

export const sessions = {
  async listSessions({ params }, visit) {
    const { user, self } = await userIn(params.user_id, visit, 'muster:list_user_sessions')
    const { rows } = self
      ? await visit.run(listOwnSessions, { limit })
      : await visit.run(listUserSessions, { userId: user.id, limit })
    return { status: 200, body: rows.map((session) => show(session, visit)) }
  },

  async closeSession({ params, body }, visit) {
    const { user, self } = await userIn(params.user_id, visit, 'muster:close_user_session')
    const id = sessionIdIn(params.session_uuid)
    if (body?.user_id !== undefined && body.user_id !== user.number) throw mismatch('user_id')
    if (body?.session_uuid !== undefined && sessionIdIn(body.session_uuid) !== id)
      throw mismatch('session_uuid')
    if (self) await visit.run(closeOwnSession, { id })
    else await visit.run(closeUserSession, { userId: user.id, id })
    return { status: 204 }
  },
} satisfies GeoboxHandlers<typeof contract>
