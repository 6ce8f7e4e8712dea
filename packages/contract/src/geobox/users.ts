import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Plan } from './plans.ts'
import {
  Count,
  Id,
  listQuery,
  nullable,
  optional,
  Role,
  Status,
  source,
  strict,
  Text,
  Time,
} from './shapes.ts'

/** geobox.md section 4, user object. */
export const User = Type.Object(
  {
    id: Id,
    username: Type.String(),
    email: nullable(Type.String()),
    first_name: Type.String(),
    last_name: Type.String(),
    mobile: nullable(Type.String()),
    role: Role,
    status: Status,
    plan: nullable(Plan),
    plan_id: nullable(Id),
    expiration_date: nullable(Time),
    created_at: Time,
    updated_at: Time,
    last_login: nullable(Time),
  },
  strict,
)

const names = { first_name: optional(Text(255)), last_name: optional(Text(255)) }
const Mobile = nullable(Text(64))

/** The password is encoded; a user with the status `New` chooses another one. */
const NewUser = Type.Object(
  {
    username: Text(255, 1),
    email: Text(508, 1),
    password: Text(32_768),
    role: Role,
    status: Status,
    mobile: optional(Mobile),
    ...names,
  },
  strict,
)

const UserChange = Type.Object(
  {
    username: optional(Text(255, 1)),
    email: optional(Text(508, 1)),
    role: optional(Role),
    status: optional(Status),
    mobile: optional(Mobile),
    plan_id: optional(nullable(Id)),
    expiration_date: optional(nullable(Text(64))),
    ...names,
  },
  strict,
)

export const users = {
  listUsers: {
    method: 'GET',
    path: '/users/',
    summary: 'List or count the users of the account; q replaces search',
    query: [...listQuery, 'status'],
    responses: { 200: Type.Union([Type.Array(User), Count]) },
    errors: [422],
    source,
  },
  searchUsers: {
    method: 'GET',
    path: '/users/search/',
    summary: 'Search the users of the account by text',
    query: ['search', 'skip', 'limit'],
    responses: { 200: Type.Array(User) },
    errors: [422],
    source,
  },
  createUser: {
    method: 'POST',
    path: '/users/',
    summary: 'Create a user, or invite one with the status New',
    body: NewUser,
    responses: { 201: User },
    errors: [422],
    source,
  },
  getUser: {
    method: 'GET',
    path: '/users/{user_id}/',
    summary: 'Show a user by number, or the caller as me',
    responses: { 200: User },
    errors: [404],
    source,
  },
  updateUser: {
    method: 'PUT',
    path: '/users/{user_id}/',
    summary: 'Change a user; absent fields are unchanged, null clears',
    body: UserChange,
    responses: { 200: User },
    errors: [404, 422],
    source,
  },
  deleteUser: {
    method: 'DELETE',
    path: '/users/{user_id}/',
    summary: 'Delete a user other than yourself',
    responses: { 204: null },
    errors: [404],
    source,
  },
  changePassword: {
    method: 'POST',
    path: '/users/{user_id}/change-password',
    summary: 'Set the password of a user or of yourself; its other sessions end',
    form: 'request',
    body: Type.Object({ new_password: Text(32_768) }, strict),
    responses: { 204: null },
    errors: [404, 422],
    source,
  },
  renewPlan: {
    method: 'POST',
    path: '/users/{user_id}/renewPlan',
    summary: 'Extend the plan of a user by its number of days',
    responses: { 204: null },
    errors: [404, 422],
    source,
  },
} as const satisfies Contract
