import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import {
  Channel,
  Channels,
  NotificationType,
  NotificationTypes,
  nullable,
  strict,
  UserRecord,
  wrapped,
} from './shapes.ts'

const source = 'docs/apis/roboto.md'
const Text = Type.String({ maxLength: 2048 })
const optional = Type.Optional

const CreateUserRequest = Type.Object(
  {
    user_id: Type.String({ minLength: 1, maxLength: 255 }),
    name: optional(nullable(Text)),
    is_service_user: optional(Type.Boolean()),
    is_system_user: optional(Type.Boolean()),
    picture_url: optional(nullable(Text)),
    default_notification_channels: optional(nullable(Type.Array(Channel, { maxItems: 100 }))),
    default_notification_types: optional(nullable(Type.Array(NotificationType, { maxItems: 100 }))),
  },
  strict,
)

/** The client sends every key; null keeps the value. */
const UpdateUserRequest = Type.Object(
  {
    name: optional(nullable(Text)),
    picture_url: optional(nullable(Text)),
    notification_channels_enabled: optional(nullable(Channels)),
    notification_types_enabled: optional(nullable(NotificationTypes)),
  },
  strict,
)

export const users = {
  createUser: {
    method: 'POST',
    path: '/v1/users',
    summary: 'Create a user',
    body: CreateUserRequest,
    responses: { 201: wrapped(UserRecord) },
    errors: [409],
    source,
  },
  getOwnUser: {
    method: 'GET',
    path: '/v1/users',
    summary: 'Show the caller',
    responses: { 200: wrapped(UserRecord) },
    source,
  },
  whoAmI: {
    method: 'GET',
    path: '/v1/users/whoami',
    summary: 'Show the caller and its scope, for the command line client',
    responses: {
      200: wrapped(
        Type.Object(
          {
            user_id: Type.String(),
            name: nullable(Type.String()),
            scope: Type.Enum(['none', 'system', 'domain', 'project']),
            roles: Type.Array(Type.String()),
          },
          strict,
        ),
      ),
    },
    source,
  },
  getUser: {
    method: 'GET',
    path: '/v1/users/id/{user_id}',
    summary: 'Show a user by id; a plus sign in the path is a space',
    responses: { 200: wrapped(UserRecord) },
    errors: [404],
    source,
  },
  updateUser: {
    method: 'PUT',
    path: '/v1/users',
    summary: 'Change the user in X-Roboto-User-Id, or the caller',
    headers: ['X-Roboto-User-Id'],
    body: UpdateUserRequest,
    responses: { 200: wrapped(UserRecord) },
    errors: [404],
    source,
  },
  deleteUser: {
    method: 'DELETE',
    path: '/v1/users',
    summary: 'Delete the user in X-Roboto-User-Id, or the caller',
    headers: ['X-Roboto-User-Id'],
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
