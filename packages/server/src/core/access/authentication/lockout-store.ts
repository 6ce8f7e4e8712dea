/** Consecutive authentication failures of a user; `lastAt` in unix milliseconds. */
export type Failures = { readonly count: number; readonly lastAt: number }

/** A user is locked after `attempts` consecutive failures, while the last is later than `since` (unix milliseconds). */
export type LockRule = { readonly attempts: number; readonly since: number }

export type LockoutStore = {
  /** Undefined: no failure since the last success. */
  get(userId: string): Promise<Failures | undefined>
  /**
   * Counts one failure in a single statement and returns the new count. After an expired lock the count restarts at 1. A
   * lock in force is not changed, and the result is undefined.
   */
  recordFailure(userId: string, at: number, rule: LockRule): Promise<number | undefined>
  /** Deletes the failures. Returns false, and deletes nothing, while they lock the user. */
  clearUnlessLocked(userId: string, rule: LockRule): Promise<boolean>
  /** Deletes the failures, also while they lock the user. */
  clear(userId: string): Promise<void>
}
