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

/** The response for a newly created user. */
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
    responses: { 200: page('users', User) },
    source,
  },
  createUser: {
    method: 'POST',
    path: '/v2/users',
    summary: 'Create or invite a user; idempotent by email address',
    body: CreateUser,
    secret: true,
    responses: { 200: User, 201: UserCreated },
    errors: [409],
    source,
  },
  getUser: {
    method: 'GET',
    path: '/v2/users/{user_id}',
    summary: 'Show a user',
    responses: { 200: User },
    errors: [404],
    source,
  },
  updateUser: {
    method: 'PATCH',
    path: '/v2/users/{user_id}',
    summary: 'Change the name or the developer flag of a user',
    body: UpdateUser,
    responses: { 200: User },
    errors: [404],
    source,
  },
  deleteUser: {
    method: 'DELETE',
    path: '/v2/users/{user_id}',
    summary: 'Delete a user with its memberships, keys and role bindings',
    responses: { 204: null },
    errors: [404],
    source,
  },
  resendInvitation: {
    method: 'POST',
    path: '/v2/users/{user_id}/resend-invitation',
    summary: 'Resend the invitation of a user',
    responses: { 202: null },
    errors: [404],
    source,
  },
  resetPassword: {
    method: 'POST',
    path: '/v2/users/{user_id}/reset-password',
    summary: 'Send a user a password recovery link',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
