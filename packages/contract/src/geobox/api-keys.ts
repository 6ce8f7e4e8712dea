import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, source, strict, Text, Time } from './shapes.ts'

/** geobox.md section 4, API keys. Nobody but who makes a key is ever told its text. */
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

/** What forms of keys say; newer clients give an end, as a moment or as so many days. */
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
    summary: 'API keys of oneself, or of a user',
    query: ['search', 'order_by', 'skip', 'limit', 'user_id'],
    secret: true,
    answers: { 200: Type.Array(ApiKey) },
    errors: [404, 422],
    source,
  },
  createApiKey: {
    method: 'POST',
    path: '/apikeys/',
    summary: 'Make an API key for oneself; its text is told this once',
    form: 'body',
    body: KeyForm,
    secret: true,
    answers: { 201: ApiKey },
    errors: [422],
    source,
  },
  getApiKey: {
    method: 'GET',
    path: '/apikeys/{key_id}',
    summary: 'An API key, without its text',
    secret: true,
    answers: { 200: ApiKey },
    errors: [404],
    source,
  },
  updateApiKey: {
    method: 'PUT',
    path: '/apikeys/{key_id}',
    summary: 'Give an API key another name',
    form: 'body',
    body: KeyForm,
    secret: true,
    answers: { 200: ApiKey },
    errors: [404, 422],
    source,
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/apikeys/{key_id}',
    summary: 'Delete an API key',
    answers: { 204: null },
    errors: [404],
    source,
  },
  revokeApiKey: {
    method: 'POST',
    path: '/apikeys/{key_id}/revoke',
    summary: 'Have an API key prove nothing until it is granted',
    answers: { 204: null },
    errors: [404],
    source,
  },
  grantApiKey: {
    method: 'POST',
    path: '/apikeys/{key_id}/grant',
    summary: 'Have a revoked API key prove again who one is',
    answers: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
