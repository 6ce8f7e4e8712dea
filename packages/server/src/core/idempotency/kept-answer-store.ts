/** A request that came with an Idempotency-Key, and what was answered once that is known. */
export type KeptAnswer = {
  /** Made of who asks, for what, and under which key. */
  readonly id: string
  readonly userId: string
  /** A digest of what was asked. */
  readonly request: string
  /** Unix milliseconds. */
  readonly begunAt: number
  /** Which of several attempts is under way. */
  readonly attempt: string
  /** Sealed. */
  readonly answer: string | null
}

export type KeptAnswerStore = {
  /** Undefined when this one is the first; else the one that is there. Ones begun up to `expired` count as gone. */
  begin(begun: Omit<KeptAnswer, 'answer'>, expired: number): Promise<KeptAnswer | undefined>
  /** What the attempt was answered; nothing when it is not the one under way. */
  keep(id: string, attempt: string, answer: string): Promise<void>
  /** The attempt came to nothing. */
  drop(id: string, attempt: string): Promise<void>
  /** Forgets some of those begun up to then (unix milliseconds), and answers how many. */
  sweep(begunUntil: number, limit: number): Promise<number>
}
