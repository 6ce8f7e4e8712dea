import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'

export const Session = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    agent: nullable(Type.String({ description: 'How the client called itself at sign-in.' })),
    address: nullable(Type.String({ description: 'Where the sign-in came from.' })),
    created_at: Time,
    last_seen_at: Time,
    expires_at: Type.String({
      format: 'date-time',
      description: 'Ends then at the latest, and sooner when unused.',
    }),
    current: Type.Boolean({ description: 'Whether this is the session that asks.' }),
  },
  strict,
)

export const OpenedSession = Type.Object(
  {
    session: Session,
    secret: optional(
      Type.String({ description: 'Shown this once, and not at all where a cookie was asked for.' }),
    ),
  },
  strict,
)

export const SignIn = Type.Object(
  {
    username: optional(Text(255, 1)),
    email: optional(Text(320, 1)),
    domain_id: optional(Id),
    domain_name: optional(Id),
    password: Text(16_384),
    passcode: optional(
      Type.String({
        maxLength: 16,
        description: 'The one-time password, of users who sign in with one too.',
      }),
    ),
    cookie: optional(
      Type.Boolean({ description: 'Puts the secret into the cookie `__Host-muster` instead.' }),
    ),
  },
  { ...strict, description: 'A username or an email; the domain by id or name, or else the default one.' },
)

export const sessions = {
  openSession: {
    method: 'POST',
    path: '/sessions',
    summary: 'Sign in with a password',
    open: true,
    strictQuery: true,
    headers: ['X-Muster-Request'],
    body: SignIn,
    secret: true,
    answers: { 201: OpenedSession },
    errors: [415],
    source: 'docs/faces/native.md',
  },
  listOwnSessions: {
    method: 'GET',
    path: '/sessions',
    summary: 'List your sessions, newest first',
    query: paging,
    strictQuery: true,
    answers: { 200: page('sessions', Session) },
    source: 'docs/faces/native.md',
  },
  closeOwnSessions: {
    method: 'DELETE',
    path: '/sessions',
    summary: 'Close all your sessions, or all the others',
    query: ['keep_current'],
    strictQuery: true,
    answers: { 204: null },
    source: 'docs/faces/native.md',
  },
  closeOwnSession: {
    method: 'DELETE',
    path: '/sessions/{session_id}',
    summary: 'Close one of your sessions; `current` is the one that asks: sign out',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source: 'docs/faces/native.md',
  },
  listUserSessions: {
    method: 'GET',
    path: '/users/{user_id}/sessions',
    summary: 'List the sessions of a user, newest first',
    query: paging,
    strictQuery: true,
    answers: { 200: page('sessions', Session) },
    errors: [404],
    source: 'docs/faces/native.md',
  },
  closeUserSessions: {
    method: 'DELETE',
    path: '/users/{user_id}/sessions',
    summary: 'Close every session of a user',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source: 'docs/faces/native.md',
  },
  closeUserSession: {
    method: 'DELETE',
    path: '/users/{user_id}/sessions/{session_id}',
    summary: 'Close a session of a user',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source: 'docs/faces/native.md',
  },
} as const satisfies Contract
