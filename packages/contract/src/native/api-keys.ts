import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { GivenScope, Id, nullable, optional, page, paging, Scope, strict, Text, Time } from './shapes.ts'
import { User } from './users.ts'

export const apiKeyStates = ['active', 'revoked', 'expired', 'deleted'] as const

const Named = Type.Object({ id: Type.String(), name: Type.String() }, strict)

export const ApiKey = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer({ description: 'Unique over all users, ascending.' }),
    user_id: Type.String(),
    name: Type.String({ description: 'Unique among the living keys of the user.' }),
    description: nullable(Type.String()),
    prefix: Type.String({ description: 'The first characters of the secret.' }),
    scope: Scope,
    roles: Type.Array(Named, {
      description: 'What was lent; what is worth is what of it the user still has.',
    }),
    unrestricted: Type.Boolean({ description: 'Whether the key may make, change and end keys.' }),
    state: Type.Enum([...apiKeyStates]),
    created_at: Time,
    expires_at: nullable(Time),
    last_used_at: nullable(Time),
    revoked_at: nullable(Time),
    deleted_at: nullable(Time),
    overlap_until: nullable(
      Type.String({
        format: 'date-time',
        description: 'Until when the secret before the last rotation works.',
      }),
    ),
  },
  strict,
)

export const ApiKeyWithSecret = Type.Object(
  { api_key: ApiKey, secret: Type.String({ description: 'Shown this once.' }) },
  strict,
)

const Description = nullable(Text(65_535))

export const NewApiKey = Type.Object(
  {
    name: Text(255, 1),
    user_id: optional(
      Type.String({
        maxLength: 255,
        description: 'A service user that you manage; you yourself unless said.',
      }),
    ),
    description: optional(Description),
    scope: optional(GivenScope),
    roles: optional(
      Type.Array(Type.Object({ id: optional(Id), name: optional(Id) }, strict), {
        maxItems: 256,
        description: 'Each by id or by name; all that you have there unless said.',
      }),
    ),
    expires_at: optional(nullable(Time)),
    unrestricted: optional(Type.Boolean()),
  },
  { ...strict, description: 'Without a scope, the key reaches where you have authority now.' },
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
      description: 'Each by id or by name; given to the user in the scope, and to its key.',
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
    revoked: optional(Type.Boolean({ description: 'True: it proves nothing until somebody says false.' })),
  },
  strict,
)

export const ApiKeyRotation = Type.Object(
  {
    overlap_seconds: optional(
      Type.Integer({
        minimum: 0,
        maximum: 604_800,
        description: 'How long the secret before still works; not at all unless said.',
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
      'Creates a user of the kind `service`, gives it the roles in `scope`, and makes an API key for them, all or nothing. Administrators and managers of the domain may do this. A role that the caller may not give is 403 `role_not_yours_to_give`; a taken username is 409 `user_name_taken`.',
    summary: 'Create a service user with roles and an API key; its secret is shown this once',
    strictQuery: true,
    body: NewServiceUser,
    secret: true,
    answers: {
      201: Type.Object(
        { user: User, api_key: ApiKey, secret: Type.String({ description: 'Shown this once.' }) },
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
      'Lists keys without their secrets. Every user sees its own keys; administrators and managers see those of their users. A list is made page by page: `next_cursor` leads to the next page.',
    summary: 'List your API keys, or those of a user or a domain',
    query: ['user_id', 'domain_id', 'state', 'include_deleted', ...paging],
    strictQuery: true,
    answers: { 200: page('api_keys', ApiKey) },
    errors: [404],
    source,
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    description:
      'Makes a key with a name, a scope, roles and an end. Developers make keys for themselves (403 `not_a_developer`), administrators and managers for service users. A key never has more than its user has: 400 `role_not_held` names a role that is missing. A taken name is 409.',
    summary: 'Make an API key for yourself or a service user; its secret is shown this once',
    strictQuery: true,
    body: NewApiKey,
    secret: true,
    answers: { 201: ApiKeyWithSecret },
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
    answers: { 200: ApiKey },
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
    answers: { 200: ApiKey },
    errors: [404, 409, 412, 415],
    source,
  },
  rotateApiKey: {
    method: 'POST',
    path: '/api-keys/{api_key_id}/rotate',
    description:
      'Replaces the secret; the old one works for `overlap_seconds` more. The user of the key may do this, and administrators and managers for service users. The new secret is shown in this answer only.',
    summary: 'Give an API key a new secret, shown this once',
    strictQuery: true,
    body: ApiKeyRotation,
    secret: true,
    answers: { 200: ApiKeyWithSecret },
    errors: [404, 415],
    source,
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/api-keys/{api_key_id}',
    description:
      'Ends the key for good: requests with it are refused at once. The user of the key, administrators and managers of the domain may do this; a missing key is 404 `api_key_not_found`.',
    summary: 'End an API key for good',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
