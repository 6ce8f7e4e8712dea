import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, source, strict, Text, Time } from './shapes.ts'

/** geobox.md section 4, API keys. Only the response to the creation contains the key. */
const ApiKey = Type.Object(
  {
    id: Id,
    name: Type.String(),
    key: nullable(Type.String()),
    key_prefix: Type.String(),
    revoked: Type.Boolean(),
    user_id: Id,
    created_at: Time,
    expires_at: nullable(Time),
    last_used: nullable(Time),
  },
  strict,
)

/** The form of a key; newer clients send an expiry, as a time or as a duration. */
const KeyForm = Type.Object(
  {
    name: Text(255, 1),
    user_id: optional(Text(32)),
    expiration_mode: optional(Text(32)),
    expiration_interval: optional(Text(32)),
    expires_at: optional(Text(64)),
  },
  strict,
)

export const apiKeys = {
  listApiKeys: {
    method: 'GET',
    path: '/apikeys/',
    summary: 'List your API keys, or those of a user',
    query: ['search', 'order_by', 'skip', 'limit', 'user_id'],
    secret: true,
    responses: { 200: Type.Array(ApiKey) },
    errors: [404, 422],
    source,
  },
  createApiKey: {
    method: 'POST',
    path: '/apikeys/',
    summary: 'Create an API key for yourself; the key is shown once',
    form: 'request',
    body: KeyForm,
    secret: true,
    responses: { 201: ApiKey },
    errors: [422],
    source,
  },
  getApiKey: {
    method: 'GET',
    path: '/apikeys/{key_id}',
    summary: 'Show an API key, without the key itself',
    secret: true,
    responses: { 200: ApiKey },
    errors: [404],
    source,
  },
  updateApiKey: {
    method: 'PUT',
    path: '/apikeys/{key_id}',
    summary: 'Rename an API key',
    form: 'request',
    body: KeyForm,
    secret: true,
    responses: { 200: ApiKey },
    errors: [404, 422],
    source,
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/apikeys/{key_id}',
    summary: 'Delete an API key',
    responses: { 204: null },
    errors: [404],
    source,
  },
  revokeApiKey: {
    method: 'POST',
    path: '/apikeys/{key_id}/revoke',
    summary: 'Revoke an API key until it is granted again',
    responses: { 204: null },
    errors: [404],
    source,
  },
  grantApiKey: {
    method: 'POST',
    path: '/apikeys/{key_id}/grant',
    summary: 'Grant a revoked API key again',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
