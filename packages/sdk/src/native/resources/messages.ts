import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type { Message } from '../types.ts'

export interface ListMessages {
  readonly state?: Message['state'] | undefined
  readonly user_id?: string | undefined
  readonly domain_id?: string | undefined
  readonly limit?: number | undefined
}

export const makeMessages = (api: NativeApi) => ({
  /** Emails with their states, newest first. */
  list: (query: ListMessages = {}, options?: CallOptions) =>
    api.list<Message>('/messages', 'messages', { query: { ...query } }, options),

  /** Sends a waiting or dead message now. Throws `Conflict` with `message_sent`. */
  retry: (messageId: string, options?: PostOptions) =>
    api.send<Message>('POST', '/messages/{message_id}/retry', { params: { message_id: messageId } }, options),
})
