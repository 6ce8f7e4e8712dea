import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { mailQueueChanged } from './enqueue-mail.ts'
import type { Message } from './message.ts'

const requireMessage = async (id: string, { stores }: Pick<OperationContext, 'stores'>): Promise<Message> => {
  const message = await stores.messages.get(id)
  if (!message) throw notFound('message', id)
  return message
}

/**
 * Makes a dead or queued message due now and resets its attempts; no effect while it is being sent. Rejects with
 * `conflict` when the message was sent or its parameters were deleted.
 */
export const retryMessage = command({
  rule: 'muster:retry_message',
  isolation: 'read committed',
  load: ({ id }: { readonly id: string }, at) => requireMessage(id, at),
  target: (_input, { domainId }) => ({ target: { message: { domain_id: domainId } } }),
  apply: async ({ id }, { stores, now, record }): Promise<Message> => {
    const retried = await stores.messages.retry(id, now)
    const message = await requireMessage(id, { stores })
    if (retried)
      record({
        kind: 'mail.retried',
        subject: { type: 'message', id },
        domainId: message.domainId,
        invalidates: [mailQueueChanged],
        detail: { template: message.template, user_id: message.userId },
      })
    else if (message.state === 'sent')
      throw domainError('conflict', 'message_sent', 'The message has already been sent.')
    else if (message.state === 'dead')
      throw domainError(
        'conflict',
        'message_forgotten',
        'The content of the message has been deleted and it cannot be retried. Request a new message.',
      )
    return message
  },
})
