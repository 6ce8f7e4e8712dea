import { type messages as contract, messageStates } from '@muster/contract/native/messages.ts'
import { listMessages } from '../../core/messaging/mail/list-messages.ts'
import type { Message } from '../../core/messaging/mail/message.ts'
import { retryMessage } from '../../core/messaging/mail/retry-message.ts'
import { nextCursor, readChoice, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time, timeOrNull } from './times.ts'

const show = (message: Message) => ({
  id: message.id,
  user_id: message.userId,
  domain_id: message.domainId,
  to: message.to,
  template: message.template,
  language: message.language,
  state: message.state,
  attempts: message.attempts,
  next_attempt_at: timeOrNull(message.nextAttemptAt),
  last_error: message.lastError,
  expires_at: timeOrNull(message.expiresAt),
  created_at: time(message.createdAt),
  sent_at: timeOrNull(message.sentAt),
})

const position = ({ id, createdAt }: Message) => ({ id, value: createdAt })

export const messages = {
  async listMessages({ query }, context) {
    const page = readPage('messages', query, context)
    const found = await context.run(listMessages, {
      state: readChoice(query, 'state', messageStates),
      userId: readText(query, 'user_id'),
      domainId: readText(query, 'domain_id'),
      limit: page.limit,
      from: page.from,
    })
    const next_cursor = nextCursor(found, page, position, context)
    return { status: 200, body: { messages: found.rows.map(show), next_cursor } }
  },

  async retryMessage({ params }, context) {
    return { status: 200, body: show(await context.run(retryMessage, { id: params.message_id })) }
  },
} satisfies NativeHandlers<typeof contract>
