import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, page, paging, strict, Time } from './shapes.ts'

export const eventSorts = ['oldest', 'newest'] as const

export const Event = Type.Object(
  {
    sequence: Type.Integer({
      description: 'Unique, and ascending except for concurrent commits.',
    }),
    kind: Type.String({ description: 'The resource and what happened to it: `user.created`.' }),
    occurred_at: Time,
    subject_type: Type.String(),
    subject_id: Type.String(),
    actor_id: nullable(
      Type.String({
        description: 'The user that caused it; null: the server itself or an unauthenticated caller.',
      }),
    ),
    domain_id: nullable(Type.String({ description: 'The domain of the subject; null: none or all.' })),
    face: Type.String({ description: 'The API that received the request.' }),
    request_id: Type.String({ description: 'The id in `X-Request-Id` and the log.' }),
    detail: Type.Object(
      {},
      { additionalProperties: true, description: 'Details that depend on the kind; never a secret.' },
    ),
  },
  strict,
)

export const events = {
  listEvents: {
    method: 'GET',
    path: '/events',
    description:
      'Lists events, filtered by kind, subject, actor, domain and time. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List events, newest first',
    query: [
      'kind',
      'subject_type',
      'subject_id',
      'actor_id',
      'domain_id',
      'since',
      'until',
      'sort',
      ...paging,
    ],
    strictQuery: true,
    responses: { 200: page('events', Event) },
    source: 'docs/apis/native.md',
  },
  getEvent: {
    method: 'GET',
    path: '/events/{sequence}',
    description:
      'Shows an event by its sequence. Administrators, readers of the system, and readers and managers of the domain may do this. A missing event is 404 `event_not_found`.',
    summary: 'Show an event',
    strictQuery: true,
    responses: { 200: Event },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
