import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Message, MessageState } from './message.ts'

export type NewMessage = Omit<Message, 'state' | 'attempts' | 'nextAttemptAt' | 'lastError' | 'sentAt'> & {
  readonly sealedParameters: string
}

/** `lease` is shown by whoever tells how it went, so that a courier that was too slow changes nothing. */
export type ClaimedMessage = Message & { readonly sealedParameters: string | null; readonly lease: string }

export type MessageStore = {
  /** Due at once. Rejects with `not_found` for an unknown user. */
  insert(message: NewMessage): Promise<void>
  get(id: string): Promise<Message | undefined>
  /** Newest first; `from.value` is a `createdAt`. */
  list(query: MessageListQuery): Promise<Slice<Message>>
  anyDue(now: number): Promise<boolean>
  /** Takes what is due, oldest first, for nobody else to take before `until`. Counts the attempt. */
  claim(claim: Claim): Promise<readonly ClaimedMessage[]>
  /** Also forgets the parameters. False when the lease is no longer held, as for those below. */
  sent(id: string, lease: string, at: number): Promise<boolean>
  /** `at` is the time of the next attempt; undefined: it is dead. */
  failed(id: string, lease: string, error: string, at: number | undefined): Promise<boolean>
  /** Makes it due now, with all attempts before it. False when it is sent or just being sent, or without parameters. */
  retry(id: string, now: number): Promise<boolean>
  /** Every message to the user, whatever its state. */
  forgetUser(userId: string): Promise<void>
  /** Deletes at most `limit` messages sent or dead that were made before. Answers how many. */
  sweep(createdBefore: number, limit: number): Promise<number>
  /** Deletes the parameters of at most `limit` dead messages that were made before. Answers how many. */
  forgetParameters(createdBefore: number, limit: number): Promise<number>
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
