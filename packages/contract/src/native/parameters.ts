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

/** What the keys of query strings mean, by name; `api-keys.state` where a name means something else there. */
export const queryParameters: Readonly<Record<string, Parameter>> = {
  limit: { description: 'Rows of a page.', schema: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }) },
  cursor: {
    description: 'The `next_cursor` of the page before, with the same filters and the same order.',
    schema: Type.String(),
  },
  sort: {
    description: `The order: up to four of ${userSorts.filter((name) => !name.startsWith('-')).join(', ')}, with commas between; \`-\` before one turns it round. Without it, by id.`,
    schema: Type.String(),
  },
  domain_id: { description: 'Only what is of this domain.', schema: Id },
  username: { description: 'Only users with exactly this username.', schema: Text(255) },
  email: { description: 'Only users who show exactly this email address.', schema: Text(320) },
  external_id: { description: 'Only the users with exactly this external id.', schema: Text(255) },
  status: { description: 'Only users of this status.', schema: Type.Enum([...userStatuses]) },
  search: {
    description: 'Only users who have this text, in any case, in one of `search_fields`.',
    schema: Text(255),
  },
  search_fields: {
    description: `Some of ${userSearchFields.join(', ')}, with commas between; without it, all of them.`,
    schema: Type.String(),
  },
  filter: {
    description: 'A condition in CQL2 text (OGC 21-065r2); see the page of this API.',
    schema: Text(8192),
  },
  count: {
    description: 'Also answers `total`, the exact number of rows on all pages together.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  kind: { description: 'Only users of this kind.', schema: Type.Enum([...userKinds]) },
  purge: {
    description: 'Removes the user for good, with nothing left to restore.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  state: {
    description: 'Only messages of this state.',
    schema: Type.Enum([...messageStates]),
  },
  user_id: { description: 'Only what is of this user, or for it.', schema: Id },
  'api-keys.state': { description: 'Only keys of this state.', schema: Type.Enum([...apiKeyStates]) },
  include_deleted: {
    description: 'Also those that were deleted not long ago.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
  name: { description: 'Only what has exactly this name.', schema: Text(255) },
  metadata: {
    description: 'A JSON object: only what has each of these keys in its metadata, with an equal value.',
    schema: Type.String({ maxLength: 65_536 }),
  },
  'me.status': {
    description: 'Only notifications that are unread, or read.',
    schema: Type.Enum([...readStates]),
  },
  format: {
    description: 'What the rows are written in.',
    schema: Type.Enum([...importFormats], { default: 'ndjson' }),
  },
  'events.kind': { description: 'Only events of this kind: `user.created`, or `user.*`.', schema: Text(129) },
  'events.sort': {
    description: 'Which come first.',
    schema: Type.Enum([...eventSorts], { default: 'newest' }),
  },
  subject_type: { description: 'Only what happened to things of this noun.', schema: Text(64) },
  subject_id: { description: 'Only what happened to this thing.', schema: Id },
  actor_id: { description: 'Only what this user did.', schema: Id },
  since: {
    description: 'Only what happened at this time (RFC 3339) or later.',
    schema: Type.String({ format: 'date-time' }),
  },
  until: {
    description: 'Only what happened before this time (RFC 3339).',
    schema: Type.String({ format: 'date-time' }),
  },
  'webhooks.state': {
    description: 'Only deliveries of this state.',
    schema: Type.Enum([...deliveryStates]),
  },
  max_users: {
    description: 'Users after which this run stops; without it, the time of a run is the only bound.',
    schema: Type.Integer({ minimum: 1, maximum: 10_000 }),
  },
  keep_current: {
    description: 'Leaves the session that asks open.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
}

/** What request headers mean, beside the proof of who asks. */
export const headerParameters: Readonly<Record<string, Parameter>> = {
  'Idempotency-Key': {
    description:
      'Text of your choice: the request is done once, however often it comes with the same key within a day, and repeats get the same answer.',
    schema: Type.String({ minLength: 1, maxLength: 255 }),
  },
  'Import-Offset': {
    description: 'How many rows at the beginning of the file are left away. The header of CSV never is.',
    schema: Type.Integer({ minimum: 0, default: 0 }),
  },
  'If-Match': {
    description:
      'Entity tags as GET gave them in `ETag`: the change is made only if one is still right (RFC 9110).',
    schema: Type.String(),
  },
  'X-Muster-Request': {
    description:
      'Any value. Needed to ask for a cookie, and by whoever shows one on anything but GET and HEAD.',
    schema: Type.String(),
  },
}
