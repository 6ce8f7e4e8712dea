import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { GivenScope, Id, nullable, optional, page, paging, Scope, strict, Text, Time } from './shapes.ts'
import { User } from './users.ts'

export const apiKeyStates = ['active', 'revoked', 'expired', 'deleted'] as const

const Named = Type.Object({ id: Type.String(), name: Type.String() }, strict)

export const ApiKey = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer({ description: 'Unique across all users, ascending.' }),
    user_id: Type.String(),
    name: Type.String({ description: 'Unique among the active keys of the user.' }),
    description: nullable(Type.String()),
    prefix: Type.String({ description: 'The first characters of the secret.' }),
    scope: Scope,
    roles: Type.Array(Named, {
      description: 'The delegated roles. The key is effective only with those that the user still has.',
    }),
    unrestricted: Type.Boolean({ description: 'Whether the key may create, change and delete keys.' }),
    state: Type.Enum([...apiKeyStates]),
    created_at: Time,
    expires_at: nullable(Time),
    last_used_at: nullable(Time),
    revoked_at: nullable(Time),
    deleted_at: nullable(Time),
    overlap_until: nullable(
      Type.String({
        format: 'date-time',
        description: 'When the secret before the last rotation stops working.',
      }),
    ),
  },
  strict,
)

export const ApiKeyWithSecret = Type.Object(
  { api_key: ApiKey, secret: Type.String({ description: 'Shown once.' }) },
  strict,
)

const Description = nullable(Text(65_535))

export const NewApiKey = Type.Object(
  {
    name: Text(255, 1),
    user_id: optional(
      Type.String({
        maxLength: 255,
        description: 'A service user that you manage; default: yourself.',
      }),
    ),
    description: optional(Description),
    scope: optional(GivenScope),
    roles: optional(
      Type.Array(Type.Object({ id: optional(Id), name: optional(Id) }, strict), {
        maxItems: 256,
        description: 'Each by id or name; default: all roles that you have there.',
      }),
    ),
    expires_at: optional(nullable(Time)),
    unrestricted: optional(Type.Boolean()),
  },
  { ...strict, description: 'Without a scope, the key has the scope of this request.' },
)

export const NewServiceUser = Type.Object(
  {
    username: Text(255, 1),
    domain_id: optional(Id),
    display_name: optional(nullable(Text(255))),
    description: optional(Description),
    scope: GivenScope,
    roles: Type.Array(Type.Object({ id: optional(Id), name: optional(Id) }, strict), {
      minItems: 1,
      maxItems: 256,
      description: 'Each by id or name; assigned to the user in the scope and delegated to its key.',
    }),
    expires_at: optional(nullable(Time)),
    unrestricted: optional(Type.Boolean()),
  },
  strict,
)

export const ApiKeyChange = Type.Object(
  {
    name: optional(Text(255, 1)),
    description: optional(Description),
    revoked: optional(Type.Boolean({ description: 'True revokes the key until it is set to false.' })),
  },
  strict,
)

export const ApiKeyRotation = Type.Object(
  {
    overlap_seconds: optional(
      Type.Integer({
        minimum: 0,
        maximum: 604_800,
        description: 'Seconds that the previous secret still works; default: 0.',
      }),
    ),
  },
  strict,
)

const source = 'docs/apis/native.md'

export const apiKeys = {
  createServiceUser: {
    method: 'POST',
    path: '/service-users',
    description:
      'Creates a user of the kind `service`, assigns the roles in `scope`, and creates an API key for them in one transaction. Administrators and managers of the domain may do this. A role that the caller may not assign is 403 `role_not_yours_to_give`; a taken username is 409 `user_name_taken`.',
    summary: 'Create a service user with roles and an API key; its secret is shown once',
    strictQuery: true,
    body: NewServiceUser,
    secret: true,
    responses: {
      201: Type.Object(
        { user: User, api_key: ApiKey, secret: Type.String({ description: 'Shown once.' }) },
        strict,
      ),
    },
    errors: [404, 409, 415],
    source,
  },
  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    description:
      'Lists keys without their secrets. Every user sees its own keys; administrators and managers see those of their users. The list is paged with `next_cursor`.',
    summary: 'List your API keys, or those of a user or a domain',
    query: ['user_id', 'domain_id', 'state', 'include_deleted', ...paging],
    strictQuery: true,
    responses: { 200: page('api_keys', ApiKey) },
    errors: [404],
    source,
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    description:
      'Creates a key with a name, a scope, roles and an expiry. Developers create keys for themselves (403 `not_a_developer`), administrators and managers for service users. A key never has more roles than its user: 400 `role_not_held` names a missing role. A taken name is 409.',
    summary: 'Create an API key for yourself or a service user; its secret is shown once',
    strictQuery: true,
    body: NewApiKey,
    secret: true,
    responses: { 201: ApiKeyWithSecret },
    errors: [404, 409, 415],
    source,
  },
  getApiKey: {
    method: 'GET',
    path: '/api-keys/{api_key_id}',
    description:
      'Shows a key with its state, never its secret. The user of the key, administrators, readers of the system and managers of the domain may do this; a missing key is 404 `api_key_not_found`.',
    summary: 'Show an API key, without its secret',
    strictQuery: true,
    responses: { 200: ApiKey },
    errors: [404],
    source,
  },
  updateApiKey: {
    method: 'PATCH',
    path: '/api-keys/{api_key_id}',
    description:
      'Changes the name or the description, revokes the key (`revoked: true`) or grants it again. The user of the key, administrators and managers may do this; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Rename an API key, revoke it, or grant it again',
    strictQuery: true,
    headers: ['If-Match'],
    body: ApiKeyChange,
    responses: { 200: ApiKey },
    errors: [404, 409, 412, 415],
    source,
  },
  rotateApiKey: {
    method: 'POST',
    path: '/api-keys/{api_key_id}/rotate',
    description:
      'Replaces the secret; the previous one works for another `overlap_seconds`. The user of the key may do this, and administrators and managers for service users. The new secret is shown only in this response.',
    summary: 'Replace the secret of an API key; the new one is shown once',
    strictQuery: true,
    body: ApiKeyRotation,
    secret: true,
    responses: { 200: ApiKeyWithSecret },
    errors: [404, 415],
    source,
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/api-keys/{api_key_id}',
    description:
      'Deletes the key: requests with it are rejected at once. The user of the key, administrators and managers of the domain may do this; a missing key is 404 `api_key_not_found`.',
    summary: 'Delete an API key',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
