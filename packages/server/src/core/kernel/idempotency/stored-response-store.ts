import type { Attempt } from './attempt.ts'

/** A request that came with an Idempotency-Key, and what was answered once that is known. */
export type StoredResponse = {
  /** Made of who asks, for what, and under which key. */
  readonly id: string
  readonly userId: string
  /** A digest of what was asked. */
  readonly request: string
  /** Unix milliseconds. */
  readonly begunAt: number
  /** Which of several attempts is under way. */
  readonly attempt: string
  /** `done`: something was committed by the attempt; `ended`: and its answer will never be known. */
  readonly progress: 'begun' | 'done' | 'ended'
  /** Sealed. */
  readonly answer: string | null
}

export type StoredResponseStore = {
  /** Undefined when this one is the first; else the one that is there. Ones begun up to `expired` count as gone. */
  begin(
    begun: Omit<StoredResponse, 'answer' | 'progress'>,
    expired: number,
  ): Promise<StoredResponse | undefined>
  /** What the attempt was answered; nothing when it is not the one under way. */
  keep(id: string, attempt: string, answer: string): Promise<void>
  /** In the transaction of the work: false when the attempt is not the one under way. */
  markDone(id: string, attempt: string): Promise<boolean>
  /** Puts another attempt in place of one that committed nothing: false when it did, or is not under way. */
  takeOver(from: Attempt, to: string, begunAt: number): Promise<boolean>
  /** The attempt ended without an answer: forgotten if it committed nothing. */
  drop(id: string, attempt: string): Promise<void>
  /** Forgets some of those begun up to then (unix milliseconds), and answers how many. */
  sweep(begunUntil: number, limit: number): Promise<number>
}
