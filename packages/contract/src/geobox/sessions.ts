import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, source, strict, Text, Time } from './shapes.ts'

/** geobox.md section 4, session object; the agent is text, because the client prints it. */
const Session = Type.Object(
  {
    uuid: Type.String({ format: 'uuid' }),
    agent: Type.String(),
    ip: nullable(Type.String()),
    created_at: Time,
    last_activity: Time,
    is_current: Type.Boolean(),
  },
  strict,
)

export const sessions = {
  listSessions: {
    method: 'GET',
    path: '/users/{user_id}/sessions/',
    summary: 'List the sessions of a user, newest first',
    query: ['f'],
    responses: { 200: Type.Array(Session) },
    errors: [404],
    source,
  },
  closeSession: {
    method: 'POST',
    path: '/users/{user_id}/sessions/{session_uuid}',
    summary: 'Close a session; ids in the body must match the path',
    body: Type.Union([
      Type.Undefined(),
      Type.Object({ user_id: optional(Id), session_uuid: optional(Text(64)) }, strict),
    ]),
    responses: { 204: null },
    errors: [404, 422],
    source,
  },
} as const satisfies Contract
