import { type TSchema, Type } from 'typebox'
import { apiKeyStates } from './api-keys.ts'
import { eventSorts } from './events.ts'
import { importFormats } from './imports.ts'
import { messageStates } from './messages.ts'
import { readStates } from './notifications.ts'
import { Id, Text } from './shapes.ts'
import { userKinds, userSearchFields, userSorts, userStatuses } from './users.ts'
import { deliveryStates } from './webhooks.ts'

export type Parameter = { readonly description: string; readonly schema: TSchema }

/** Query parameters by name; `api-keys.state` overrides a name for one resource. */
export const queryParameters: Readonly<Record<string, Parameter>> = {
  q: { description: 'Words to search the documentation for.', schema: Text(100) },
  limit: {
    description: 'Number of rows on a page.',
    schema: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }),
  },
  cursor: {
    description: 'The `next_cursor` of the previous page, with the same filters and the same order.',
    schema: Type.String(),
  },
  sort: {
    description: `The order: a comma-separated list of up to four of ${userSorts.filter((name) => !name.startsWith('-')).join(', ')}; \`-\` before a name reverses it. Default: by id.`,
    schema: Type.String(),
  },
  domain_id: { description: 'Only objects of this domain.', schema: Id },
  username: { description: 'Only users with exactly this username.', schema: Text(255) },
  email: { description: 'Only users with exactly this email address.', schema: Text(320) },
  external_id: { description: 'Only users with exactly this external id.', schema: Text(255) },
  status: { description: 'Only users with this status.', schema: Type.Enum([...userStatuses]) },
  search: {
    description: 'Only users with this text, case-insensitively, in one of `search_fields`.',
    schema: Text(255),
  },
  ...Object.fromEntries(
    ['domains', 'groups', 'projects'].map((noun) => [
      `${noun}.search`,
      { description: `Only ${noun} with this text, case-insensitively, in their name.`, schema: Text(255) },
    ]),
  ),
  search_fields: {
    description: `A comma-separated list of ${userSearchFields.join(', ')}. Default: all of them.`,
    schema: Type.String(),
  },
  filter: {
    description: 'A condition in CQL2 text (OGC 21-065r2); see the documentation of this API.',
    schema: Text(8192),
  },
  count: {
    description: 'Adds `total`, the exact number of rows on all pages.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  kind: { description: 'Only users of this kind.', schema: Type.Enum([...userKinds]) },
  purge: {
    description: 'Permanently deletes the user, without the possibility to restore it.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  state: {
    description: 'Only messages in this state.',
    schema: Type.Enum([...messageStates]),
  },
  user_id: { description: 'Only objects of this user, or for this user.', schema: Id },
  'api-keys.state': { description: 'Only keys in this state.', schema: Type.Enum([...apiKeyStates]) },
  include_deleted: {
    description: 'Includes recently deleted ones.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  group_id: { description: 'Only assignments of this group.', schema: Id },
  role_id: { description: 'Only assignments of this role.', schema: Id },
  scope: {
    description:
      'The scope of the role: `system`, `domain:<id>` or `project:<id>`. Required to grant and revoke.',
    schema: Type.String({ minLength: 1, maxLength: 263 }),
  },
  inherited: {
    description: 'Whether the role applies to the projects below the scope instead of the scope itself.',
    schema: Type.Enum(['true', 'false']),
  },
  effective: {
    description: 'Lists the roles that users have, with the reasons, instead of stored assignments.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  parent_id: { description: 'Only projects directly below this project.', schema: Id },
  name: { description: 'Only objects with exactly this name.', schema: Text(255) },
  metadata: {
    description: 'A JSON object: only objects whose metadata contains each of its keys with an equal value.',
    schema: Type.String({ maxLength: 65_536 }),
  },
  'notifications.status': {
    description: 'Only unread notifications, or only read ones.',
    schema: Type.Enum([...readStates]),
  },
  format: {
    description: 'The format of the rows.',
    schema: Type.Enum([...importFormats], { default: 'ndjson' }),
  },
  'events.kind': { description: 'Only events of this kind: `user.created`, or `user.*`.', schema: Text(129) },
  'events.sort': {
    description: 'The order of the events.',
    schema: Type.Enum([...eventSorts], { default: 'newest' }),
  },
  subject_type: { description: 'Only events about objects of this type.', schema: Text(64) },
  subject_id: { description: 'Only events about this object.', schema: Id },
  actor_id: { description: 'Only events caused by this user.', schema: Id },
  since: {
    description: 'Only events at or after this time (RFC 3339).',
    schema: Type.String({ format: 'date-time' }),
  },
  until: {
    description: 'Only events before this time (RFC 3339).',
    schema: Type.String({ format: 'date-time' }),
  },
  'webhooks.state': {
    description: 'Only deliveries in this state.',
    schema: Type.Enum([...deliveryStates]),
  },
  more: {
    description:
      'More rows follow in another request, with `Import-Offset`: the import ends as `stopped` with the code `more_rows` instead of `done`.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  max_users: {
    description: 'Maximum number of users in this run. Default: limited only by the time.',
    schema: Type.Integer({ minimum: 1, maximum: 10_000 }),
  },
  keep_current: {
    description: 'Keeps the current session open.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
}

/** Request headers other than the credentials. */
export const headerParameters: Readonly<Record<string, Parameter>> = {
  'Idempotency-Key': {
    description:
      'A key chosen by the client: the request is executed once, and requests with the same key within a day get the same response.',
    schema: Type.String({ minLength: 1, maxLength: 255 }),
  },
  'Import-Offset': {
    description:
      'Number of rows to skip at the beginning of the file. The CSV header is always sent and does not count.',
    schema: Type.Integer({ minimum: 0, default: 0 }),
  },
  'If-Match': {
    description:
      'Entity tags from the `ETag` of GET: the change is made only if one of them still matches (RFC 9110).',
    schema: Type.String(),
  },
  'X-Muster-Request': {
    description:
      'Any value. Required to request a session cookie, and with one for all methods except GET and HEAD.',
    schema: Type.String(),
  },
}
