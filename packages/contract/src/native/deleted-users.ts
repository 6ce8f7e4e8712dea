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
      description: 'It can be restored until then and is purged soon after.',
    }),
  },
  { ...strict, description: 'The user at the time of its deletion.' },
)

/** `null` restores the user without an email; absent fields are restored unchanged. */
export const Restoration = Type.Object(
  { username: optional(Text(255, 1)), email: optional(nullable(Text(320, 1))) },
  strict,
)

export const deletedUsers = {
  listDeletedUsers: {
    method: 'GET',
    path: '/deleted-users',
    description:
      'Lists deleted users that can still be restored. Administrators, readers of the system and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List deleted users that are not purged yet, most recently deleted first',
    query: ['domain_id', 'username', ...paging],
    strictQuery: true,
    responses: { 200: page('deleted_users', DeletedUser) },
    source: 'docs/apis/native.md',
  },
  getDeletedUser: {
    method: 'GET',
    path: '/deleted-users/{user_id}',
    description:
      'Shows a user as of its deletion. Administrators, readers of the system and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Show a deleted user',
    strictQuery: true,
    responses: { 200: DeletedUser },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  restoreUser: {
    method: 'POST',
    path: '/deleted-users/{user_id}/restore',
    description:
      'Restores a deleted user with its id, profile, documents and status, without password, roles, memberships and keys. Administrators and managers of the domain may do this. A username or email that was taken in the meantime is 409; set another one in the body.',
    summary: 'Restore a deleted user, without its roles, memberships, password and keys',
    strictQuery: true,
    body: Restoration,
    responses: { 200: User },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  purgeDeletedUser: {
    method: 'DELETE',
    path: '/deleted-users/{user_id}',
    description:
      'Permanently deletes a deleted user. Only administrators may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Purge a deleted user: only its id stays in the event log',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
