import type { sessions as contract } from '@muster/contract/geobox/sessions.ts'
import { closeOwnSession, closeUserSession } from '../../core/access/sessions/close-session.ts'
import { listOwnSessions, listUserSessions } from '../../core/access/sessions/list-sessions.ts'
import type { Session } from '../../core/access/sessions/session.ts'
import { formatUuid } from '../../core/directory/users/format-uuid.ts'
import { requireCaller } from '../../core/kernel/caller.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { sessionIdIn } from './ids.ts'
import { resolveUser } from './resolve-user.ts'
import { time } from './times.ts'

/** The client does not page. */
const limit = 1000

const show = (session: Session, { caller }: RequestContext) => ({
  uuid: formatUuid(session.id),
  agent: session.agent ?? 'unknown',
  ip: session.address,
  created_at: time(session.createdAt),
  last_activity: time(session.lastSeenAt),
  is_current: session.id === requireCaller(caller).chain.sessionId,
})

const mismatch = (field: string) =>
  domainError('invalid', 'path_contradicted', `${field} must equal the value in the URL.`, { field })

export const sessions = {
  async listSessions({ params }, context) {
    const { user, self } = await resolveUser(params.user_id, context, listUserSessions)
    const { rows } = self
      ? await context.run(listOwnSessions, { limit })
      : await context.run(listUserSessions, { userId: user.id, limit })
    return { status: 200, body: rows.map((session) => show(session, context)) }
  },

  async closeSession({ params, body }, context) {
    const { user, self } = await resolveUser(params.user_id, context, closeUserSession)
    const id = sessionIdIn(params.session_uuid)
    if (body?.user_id !== undefined && body.user_id !== user.number) throw mismatch('user_id')
    if (body?.session_uuid !== undefined && sessionIdIn(body.session_uuid) !== id)
      throw mismatch('session_uuid')
    if (self) await context.run(closeOwnSession, { id })
    else await context.run(closeUserSession, { userId: user.id, id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
