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
    description:
      'Lists users that were deleted and can still be restored. Administrators, readers of the system and managers of the domain may do this. A list is made page by page: `next_cursor` leads to the next page.',
    summary: 'List deleted users that are not purged yet, the last deleted first',
    query: ['domain_id', 'username', ...paging],
    strictQuery: true,
    answers: { 200: page('deleted_users', DeletedUser) },
    source: 'docs/apis/native.md',
  },
  getDeletedUser: {
    method: 'GET',
    path: '/deleted-users/{user_id}',
    description:
      'Shows a user as it was when it was deleted. Administrators, readers of the system and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Show a deleted user',
    strictQuery: true,
    answers: { 200: DeletedUser },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  restoreUser: {
    method: 'POST',
    path: '/deleted-users/{user_id}/restore',
    description:
      'Restores a deleted user with its id, profile, documents and status, without password, roles, memberships and keys. Administrators and managers of the domain may do this. A username or email that is taken by now is 409; choose another in the body.',
    summary: 'Give a deleted user back, without its roles, memberships, password and keys',
    strictQuery: true,
    body: Restoration,
    answers: { 200: User },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  purgeDeletedUser: {
    method: 'DELETE',
    path: '/deleted-users/{user_id}',
    description:
      'Removes a deleted user for good. Only administrators may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Purge a deleted user: nothing is left of it but an id in the journal',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
