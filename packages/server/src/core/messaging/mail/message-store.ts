import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Message, MessageState } from './message.ts'

export type NewMessage = Omit<Message, 'state' | 'attempts' | 'nextAttemptAt' | 'lastError' | 'sentAt'> & {
  readonly sealedParameters: string
}

/** The outcome is recorded only with the current `lease`, so that a dispatcher whose lease expired changes nothing. */
export type ClaimedMessage = Message & { readonly sealedParameters: string | null; readonly lease: string }

export type MessageStore = {
  /** Due at once. Rejects with `not_found` for an unknown user. */
  insert(message: NewMessage): Promise<void>
  get(id: string): Promise<Message | undefined>
  /** Newest first; `from.value` is a `createdAt`. */
  list(query: MessageListQuery): Promise<Slice<Message>>
  /** How many messages have the state, at most `limit`. */
  count(state: 'queued' | 'dead', limit: number): Promise<number>
  anyDue(now: number): Promise<boolean>
  /** Claims due messages, oldest first, exclusively until `until`. Counts the attempt. */
  claim(claim: Claim): Promise<readonly ClaimedMessage[]>
  /** Marks as sent and deletes the parameters. False when the lease is no longer held. */
  markSent(id: string, lease: string, at: number): Promise<boolean>
  /** `at` is the time of the next attempt; undefined marks the message as dead. False as for `markSent`. */
  markFailed(id: string, lease: string, error: string, at: number | undefined): Promise<boolean>
  /** Makes the message due now and resets its attempts. False when it is sent, being sent, or has no parameters. */
  retry(id: string, now: number): Promise<boolean>
  /** Every message to the user, whatever its state. */
  deleteOfUser(userId: string): Promise<void>
  /** Deletes at most `limit` sent or dead messages created before that time. Returns their number. */
  purgeExpired(createdBefore: number, limit: number): Promise<number>
  /** Deletes the parameters of at most `limit` dead messages created before that time. Returns their number. */
  purgeParameters(createdBefore: number, limit: number): Promise<number>
}

export type Claim = {
  readonly now: number
  readonly until: number
  readonly lease: string
  readonly limit: number
}

export type MessageListQuery = {
  readonly state?: MessageState | undefined
  readonly userId?: string | undefined
  readonly domainId?: string | undefined
  readonly limit: number
  readonly from?: Position | undefined
}
