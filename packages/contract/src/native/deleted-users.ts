import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { User } from './users.ts'

export const DeletedUser = Type.Object(
  {
    ...User.properties,
    deleted_at: Time,
    purge_after: Type.String({
      format: 'date-time',
      description: 'Until then it can be restored; soon after it is removed for good.',
    }),
  },
  { ...strict, description: 'The user as it was when it was deleted.' },
)

/** `null` restores it without an address; what is absent comes back as it was. */
export const Restoration = Type.Object(
  { username: optional(Text(255, 1)), email: optional(nullable(Text(320, 1))) },
  strict,
)

export const deletedUsers = {
  listDeletedUsers: {
    method: 'GET',
    path: '/deleted-users',
    summary: 'List deleted users that are not purged yet, the last deleted first',
    query: ['domain_id', 'username', ...paging],
    strictQuery: true,
    answers: { 200: page('deleted_users', DeletedUser) },
    source: 'docs/faces/native.md',
  },
  getDeletedUser: {
    method: 'GET',
    path: '/deleted-users/{user_id}',
    summary: 'Show a deleted user',
    strictQuery: true,
    answers: { 200: DeletedUser },
    errors: [404],
    source: 'docs/faces/native.md',
  },
  restoreUser: {
    method: 'POST',
    path: '/deleted-users/{user_id}/restore',
    summary: 'Give a deleted user back, without its roles, memberships, password and keys',
    strictQuery: true,
    body: Restoration,
    answers: { 200: User },
    errors: [404, 409, 415],
    source: 'docs/faces/native.md',
  },
  purgeDeletedUser: {
    method: 'DELETE',
    path: '/deleted-users/{user_id}',
    summary: 'Purge a deleted user: nothing is left of it but an id in the journal',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source: 'docs/faces/native.md',
  },
} as const satisfies Contract
