import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import {
  AccountRoleAssignment,
  Id,
  InviteMode,
  optional,
  page,
  paging,
  source,
  strict,
  Time,
  UserStatus,
} from './shapes.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })

const fields = {
  id: Id,
  name: Type.String(),
  email: Type.String(),
  created_at: Time,
  status: UserStatus,
  role: AccountRoleAssignment,
  is_developer: Type.Boolean(),
}

/** arize.md section 3, User. */
export const User = Type.Object(fields, strict)

/** The answer to a user that is new, and to no other. */
export const UserCreated = Type.Object(
  { ...fields, invite_mode: InviteMode, temporary_password: optional(Type.String()) },
  strict,
)

export const CreateUser = Type.Object(
  {
    name: Name,
    email: Type.String({ minLength: 1, maxLength: 1024 }),
    role: AccountRoleAssignment,
    invite_mode: InviteMode,
    is_developer: optional(Type.Boolean()),
  },
  strict,
)

export const UpdateUser = Type.Object(
  { name: optional(Name), is_developer: optional(Type.Boolean()) },
  { ...strict, minProperties: 1 },
)

export const users = {
  listUsers: {
    method: 'GET',
    path: '/v2/users',
    summary: 'List the users of the account, oldest first',
    query: ['email', 'status', ...paging],
    answers: { 200: page('users', User) },
    source,
  },
  createUser: {
    method: 'POST',
    path: '/v2/users',
    summary: 'Create or invite a user; the email address makes it idempotent',
    body: CreateUser,
    secret: true,
    answers: { 200: User, 201: UserCreated },
    errors: [409],
    source,
  },
  getUser: {
    method: 'GET',
    path: '/v2/users/{user_id}',
    summary: 'Show a user',
    answers: { 200: User },
    errors: [404],
    source,
  },
  updateUser: {
    method: 'PATCH',
    path: '/v2/users/{user_id}',
    summary: 'Change the name of a user, or whether it is a developer',
    body: UpdateUser,
    answers: { 200: User },
    errors: [404],
    source,
  },
  deleteUser: {
    method: 'DELETE',
    path: '/v2/users/{user_id}',
    summary: 'Delete a user with its memberships, keys and bindings',
    answers: { 204: null },
    errors: [404],
    source,
  },
  resendInvitation: {
    method: 'POST',
    path: '/v2/users/{user_id}/resend-invitation',
    summary: 'Send the invitation of a user once more',
    answers: { 202: null },
    errors: [404],
    source,
  },
  resetPassword: {
    method: 'POST',
    path: '/v2/users/{user_id}/reset-password',
    summary: 'Send a user a link for a new password',
    answers: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
