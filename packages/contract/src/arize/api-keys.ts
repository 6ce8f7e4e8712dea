import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import {
  AccountRole,
  AccountRoleAssignment,
  Id,
  KeyStatus,
  KeyType,
  MemberRole,
  MemberRoleAssignment,
  nullable,
  optional,
  page,
  paging,
  source,
  strict,
  Time,
} from './shapes.ts'

/** Clients send times with and without a zone. */
const GivenTime = Type.String({ maxLength: 64 })

const fields = {
  id: Id,
  name: Type.String(),
  description: optional(Type.String()),
  key_type: KeyType,
  status: KeyStatus,
  created_at: Time,
  expires_at: optional(Time),
  created_by_user_id: Id,
  /** From 8.40.0 on. */
  last_used_at: optional(Time),
}

const ApiKey = Type.Object({ ...fields, redacted_key: Type.String() }, strict)

/** The user of a service key, for newer clients. */
const BotUser = Type.Object(
  {
    id: Id,
    name: Type.String(),
    account_role: AccountRoleAssignment,
    organizations: Type.Array(
      Type.Object(
        {
          org_id: Id,
          role: MemberRoleAssignment,
          spaces: Type.Array(Type.Object({ space_id: Id, role: MemberRoleAssignment }, strict)),
        },
        strict,
      ),
    ),
  },
  strict,
)

const ApiKeyWithSecret = Type.Object(
  {
    ...fields,
    /** Absent only in 8.40.x. */
    redacted_key: optional(Type.String()),
    key: Type.String(),
    bot_user: optional(BotUser),
  },
  strict,
)

export const CreateApiKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256 }),
    description: optional(nullable(Type.String({ maxLength: 1000 }))),
    key_type: optional(KeyType),
    expires_at: optional(nullable(GivenTime)),
    /** Service keys, before 8.41.0. */
    space_id: optional(nullable(Id)),
    roles: optional(
      nullable(
        Type.Object(
          {
            space_role: optional(nullable(MemberRole)),
            org_role: optional(nullable(MemberRole)),
            account_role: optional(nullable(AccountRole)),
          },
          strict,
        ),
      ),
    ),
    /** Service keys, from 8.41.0 on. */
    account_role: optional(nullable(AccountRoleAssignment)),
    organizations: optional(
      Type.Array(
        Type.Object(
          {
            org_id: Id,
            role: optional(nullable(MemberRoleAssignment)),
            spaces: Type.Array(
              Type.Object({ space_id: Id, role: optional(nullable(MemberRoleAssignment)) }, strict),
              { minItems: 1, maxItems: 100 },
            ),
          },
          strict,
        ),
        { minItems: 1, maxItems: 100 },
      ),
    ),
  },
  strict,
)

export const apiKeys = {
  listApiKeys: {
    method: 'GET',
    path: '/v2/api-keys',
    summary: 'List your API keys, those of a user, or the service keys of a space',
    query: ['key_type', 'status', 'space_id', 'user_id', ...paging],
    responses: { 200: page('api_keys', ApiKey) },
    errors: [404],
    source,
  },
  createApiKey: {
    method: 'POST',
    path: '/v2/api-keys',
    summary: 'Create an API key for yourself, or a service key with a new service user for a space',
    body: CreateApiKey,
    secret: true,
    responses: { 201: ApiKeyWithSecret },
    errors: [404, 409],
    source,
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/v2/api-keys/{api_key_id}',
    summary: 'Delete an API key',
    responses: { 204: null },
    errors: [404],
    source,
  },
  revokeApiKey: {
    method: 'PUT',
    path: '/v2/api-keys/{api_key_id}/revoke',
    summary: 'Revoke an API key; used by clients from 8.34.0 on',
    responses: { 204: null },
    errors: [404],
    source,
  },
  refreshApiKey: {
    method: 'POST',
    path: '/v2/api-keys/{api_key_id}/refresh',
    summary: 'Replace the secret of an API key',
    body: Type.Object(
      {
        expires_at: optional(nullable(GivenTime)),
        grace_period_seconds: optional(nullable(Type.Integer({ minimum: 0, maximum: 86_400 }))),
      },
      strict,
    ),
    secret: true,
    responses: { 200: ApiKeyWithSecret },
    errors: [404, 422],
    source,
  },
} as const satisfies Contract
