import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'

export const Session = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    agent: nullable(Type.String({ description: 'The User-Agent at sign-in.' })),
    address: nullable(Type.String({ description: 'The client address at sign-in.' })),
    created_at: Time,
    last_seen_at: Time,
    expires_at: Type.String({
      format: 'date-time',
      description: 'The latest expiry; an unused session expires sooner.',
    }),
    current: Type.Boolean({ description: 'Whether this is the current session.' }),
  },
  strict,
)

export const OpenedSession = Type.Object(
  {
    session: Session,
    secret: optional(Type.String({ description: 'Shown once; absent if a cookie was requested.' })),
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
        description: 'The one-time password, required for users with TOTP.',
      }),
    ),
    cookie: optional(Type.Boolean({ description: 'Sets the secret as the cookie `__Host-muster` instead.' })),
  },
  { ...strict, description: 'A username or an email; the domain by id or name, or the default domain.' },
)

export const sessions = {
  openSession: {
    method: 'POST',
    path: '/sessions',
    description:
      'Opens a session with a password, and a `passcode` if the user has TOTP. All failures are 401 `authentication_failed`, except `password_expired` and `factors_missing`. With `cookie` the secret is set as a cookie.',
    summary: 'Sign in with a password',
    public: true,
    strictQuery: true,
    headers: ['X-Muster-Request'],
    body: SignIn,
    secret: true,
    responses: { 201: OpenedSession },
    errors: [415],
    source: 'docs/apis/native.md',
  },
  listOwnSessions: {
    method: 'GET',
    path: '/sessions',
    description:
      'Lists the open sessions of the caller. Every user may do this. The list is paged with `next_cursor`.',
    summary: 'List your sessions, newest first',
    query: paging,
    strictQuery: true,
    responses: { 200: page('sessions', Session) },
    source: 'docs/apis/native.md',
  },
  closeOwnSessions: {
    method: 'DELETE',
    path: '/sessions',
    description:
      'Closes all sessions of the caller, with `keep_current` all except the current one. Every user may do this.',
    summary: 'Close all your sessions, or all others',
    query: ['keep_current'],
    strictQuery: true,
    responses: { 204: null },
    source: 'docs/apis/native.md',
  },
  closeOwnSession: {
    method: 'DELETE',
    path: '/sessions/{session_id}',
    description:
      'Closes a session of the caller; `current` is the current one. Every user may do this. A missing session is 404 `session_not_found`.',
    summary: 'Close one of your sessions; `current` signs out',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  listUserSessions: {
    method: 'GET',
    path: '/users/{user_id}/sessions',
    description:
      'Lists the open sessions of a user. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'List the sessions of a user, newest first',
    query: paging,
    strictQuery: true,
    responses: { 200: page('sessions', Session) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  closeUserSessions: {
    method: 'DELETE',
    path: '/users/{user_id}/sessions',
    description:
      'Closes all sessions of a user. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Close every session of a user',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  closeUserSession: {
    method: 'DELETE',
    path: '/users/{user_id}/sessions/{session_id}',
    description:
      'Closes a session of a user. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`. A missing session is 404 `session_not_found`.',
    summary: 'Close a session of a user',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
