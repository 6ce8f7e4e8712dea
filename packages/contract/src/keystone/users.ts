import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import {
  collection,
  Flag,
  Id,
  Links,
  member,
  nullable,
  open,
  optional,
  paging,
  Text,
  wrapped,
} from './shapes.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })
const MaybeText = nullable(Text)

export const UserOptions = Type.Object(
  {
    ignore_change_password_upon_first_use: optional(nullable(Type.Boolean())),
    ignore_password_expiry: optional(nullable(Type.Boolean())),
    ignore_lockout_failure_attempts: optional(nullable(Type.Boolean())),
    lock_password: optional(nullable(Type.Boolean())),
    ignore_user_inactivity: optional(nullable(Type.Boolean())),
    multi_factor_auth_enabled: optional(nullable(Type.Boolean())),
    multi_factor_auth_rules: optional(
      nullable(
        Type.Array(Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 16 }), {
          maxItems: 100,
        }),
      ),
    ),
  },
  { additionalProperties: false },
)

const Federated = Type.Array(
  Type.Object({
    idp_id: Text,
    protocols: Type.Array(Type.Object({ protocol_id: Text, unique_id: Text }), {
      minItems: 1,
      maxItems: 100,
    }),
  }),
  { maxItems: 100 },
)

/** Read-only attributes that a client may send back unchanged. */
const changeable = {
  domain_id: optional(Id),
  enabled: optional(Flag),
  password: optional(MaybeText),
  default_project_id: optional(nullable(Id)),
  description: optional(MaybeText),
  email: optional(MaybeText),
  options: optional(UserOptions),
  federated: optional(Federated),
}

export const User = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    domain_id: Type.String(),
    enabled: Type.Boolean(),
    password_expires_at: nullable(Type.String()),
    options: Type.Object({}, open),
    links: Links,
    default_project_id: optional(Type.String()),
    description: optional(Type.String()),
    email: optional(Type.String()),
    federated: optional(Federated),
    password: optional(Type.Never()),
  },
  open,
)

export const users = {
  listUsers: {
    method: 'GET',
    path: '/users',
    summary: 'List users',
    query: [
      'domain_id',
      'enabled',
      'name',
      'password_expires_at',
      'idp_id',
      'protocol_id',
      'unique_id',
      ...paging,
    ],
    responses: { 200: collection('users', User) },
    errors: [404],
    source: 'keystone.md section 9',
  },
  createUser: {
    method: 'POST',
    path: '/users',
    summary: 'Create a user',
    body: wrapped('user', { name: Name, ...changeable }),
    responses: { 201: member('user', User) },
    errors: [404, 409],
    source: 'keystone.md section 9',
  },
  getUser: {
    method: 'GET',
    path: '/users/{user_id}',
    summary: 'Show a user',
    responses: { 200: member('user', User) },
    errors: [404],
    source: 'keystone.md section 9',
  },
  updateUser: {
    method: 'PATCH',
    path: '/users/{user_id}',
    summary: 'Change a user',
    body: Type.Object(
      {
        user: Type.Object(
          { id: optional(Id), name: optional(Name), ...changeable },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('user', User) },
    errors: [404, 409],
    source: 'keystone.md section 9',
  },
  deleteUser: {
    method: 'DELETE',
    path: '/users/{user_id}',
    summary: 'Delete a user',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 9 and 27',
  },
  changePassword: {
    method: 'POST',
    path: '/users/{user_id}/password',
    summary: 'Change your own password, authenticated with the old one',
    public: true,
    body: Type.Object({
      user: Type.Object({ original_password: Text, password: Text }, { additionalProperties: false }),
    }),
    responses: { 204: null },
    source: 'keystone.md section 9',
  },
} as const satisfies Contract
