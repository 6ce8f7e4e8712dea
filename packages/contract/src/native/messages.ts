import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, page, paging, strict, Time } from './shapes.ts'

export const messageStates = ['queued', 'sent', 'dead'] as const

export const Message = Type.Object(
  {
    id: Type.String(),
    user_id: nullable(Type.String({ description: 'The recipient, if it is a user.' })),
    domain_id: nullable(Type.String()),
    to: Type.String({ description: 'The recipient address.' }),
    template: Type.String({ description: 'The template; links and passwords are never shown.' }),
    language: nullable(Type.String({ description: 'The language; null: the default of the server.' })),
    state: Type.Enum([...messageStates]),
    attempts: Type.Integer(),
    next_attempt_at: nullable(Time),
    last_error: nullable(Type.String({ description: 'The error of the last attempt.' })),
    expires_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'Not sent after this time, because its content has expired.',
      }),
    ),
    created_at: Time,
    sent_at: nullable(Time),
  },
  strict,
)

export const messages = {
  listMessages: {
    method: 'GET',
    path: '/messages',
    description:
      'Lists mail with its state and the last error, never its links. Administrators, readers of the system and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List emails, newest first',
    query: ['state', 'user_id', 'domain_id', ...paging],
    strictQuery: true,
    responses: { 200: page('messages', Message) },
    source: 'docs/apis/native.md',
  },
  retryMessage: {
    method: 'POST',
    path: '/messages/{message_id}/retry',
    description:
      'Sends a waiting or dead message now. Administrators and managers of the domain may do this. A message that was sent is 409 `message_sent`.',
    summary: 'Send a dead or waiting message now',
    strictQuery: true,
    responses: { 200: Message },
    errors: [404, 409],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
