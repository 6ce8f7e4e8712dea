import type { Attempt } from './attempt.ts'

/** A request with an Idempotency-Key, and its response once it is known. */
export type StoredResponse = {
  /** A digest of caller, operation and key. */
  readonly id: string
  readonly userId: string
  /** A digest of the request content. */
  readonly request: string
  /** Unix milliseconds. */
  readonly begunAt: number
  /** The current attempt. */
  readonly attempt: string
  /** `done`: the attempt committed something; `ended`: it did, and its response is lost. */
  readonly progress: 'begun' | 'done' | 'ended'
  /** The sealed response. */
  readonly response: string | null
}

export type StoredResponseStore = {
  /** Inserts the request and returns undefined, or returns the existing one. Requests begun at or before `expired` are ignored. */
  begin(
    begun: Omit<StoredResponse, 'response' | 'progress'>,
    expired: number,
  ): Promise<StoredResponse | undefined>
  /** Stores the response of the current attempt; ignores other attempts. */
  storeResponse(id: string, attempt: string, answer: string): Promise<void>
  /** Called in the transaction of the operation. Returns false when the attempt is not the current one. */
  markDone(id: string, attempt: string): Promise<boolean>
  /** Replaces an attempt that committed nothing. Returns false when it committed something or is not the current one. */
  takeOver(from: Attempt, to: string, begunAt: number): Promise<boolean>
  /** Ends the attempt without a response; deletes it if it committed nothing. */
  abandon(id: string, attempt: string): Promise<void>
  /** Deletes at most `limit` requests begun at or before `begunUntil` (unix milliseconds). Returns the number deleted. */
  purgeExpired(begunUntil: number, limit: number): Promise<number>
}
