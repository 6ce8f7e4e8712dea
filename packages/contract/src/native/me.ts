import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Session } from './sessions.ts'
import { nullable, optional, strict } from './shapes.ts'
import { User } from './users.ts'

export const Me = Type.Object(
  {
    user: User,
    session: nullable(Session),
    authority: Type.Object(
      {
        scope: Type.Object(
          {
            type: Type.Enum(['system', 'domain', 'project', 'none']),
            domain_id: optional(Type.String()),
            project_id: optional(Type.String()),
          },
          strict,
        ),
        roles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, strict)),
      },
      { ...strict, description: 'Where the session has authority, and the roles it has there.' },
    ),
  },
  strict,
)

export const me = {
  getMe: {
    method: 'GET',
    path: '/me',
    summary: 'Who you are, your session, and what you may do where',
    strictQuery: true,
    answers: { 200: Me },
    source: 'docs/faces/native.md',
  },
} as const satisfies Contract
