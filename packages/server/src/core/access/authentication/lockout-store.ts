/** Wrong guesses in a row at what one user proves itself with; `lastAt` in unix milliseconds. */
export type Failures = { readonly count: number; readonly lastAt: number }

/** A lock is in force from so many failures in a row on, while the last of them is later than `since` (unix ms). */
export type LockRule = { readonly attempts: number; readonly since: number }

export type LockoutStore = {
  /** Undefined: none since the last success. */
  get(userId: string): Promise<Failures | undefined>
  /**
   * Counts one failure in a single statement and answers how many there are now. A lock that has run out begins
   * anew at 1; one in force is left as it is, and the answer is undefined.
   */
  count(userId: string, at: number, rule: LockRule): Promise<number | undefined>
  /** Forgets the failures; false, and nothing forgotten, while they lock. */
  settle(userId: string, rule: LockRule): Promise<boolean>
  /** Forgets them, lock or not. */
  clear(userId: string): Promise<void>
}
