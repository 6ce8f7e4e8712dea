import type { RecoveryLink } from './recovery-link.ts'

/** `secretHash`: see `Secrets.hash`. */
export type NewRecoveryLink = RecoveryLink & { readonly secretHash: string }

/** An unauthenticated recovery request as received; the user has not been looked up yet. */
export type RecoveryRequest = {
  /** Hash of the login identifier: requests for the same one have equal ids. */
  readonly id: string
  /** JSON of a `RequestRecovery`. */
  readonly identifier: string
  /** Unix milliseconds. */
  readonly createdAt: number
}

export type RecoveryStore = {
  /** Rejects with `not_found` for an unknown user. */
  insert(link: NewRecoveryLink): Promise<void>
  getBySecret(secretHash: string): Promise<RecoveryLink | undefined>
  /** Links that have not expired at `now`, newest first. */
  listValidOfUser(userId: string, now: number): Promise<readonly RecoveryLink[]>
  /** Consumes the link. False when it was already used or deleted; true for only one of several concurrent calls. */
  consume(secretHash: string): Promise<boolean>
  delete(id: string): Promise<void>
  deleteOfUser(userId: string): Promise<void>
  /** Deletes at most `limit` expired links. Returns their number. */
  purgeExpired(now: number, limit: number): Promise<number>
  /** Queues a request; equal requests are queued once. False, and nothing written, when `atMost` others are waiting. */
  enqueueRequest(request: RecoveryRequest, atMost: number): Promise<boolean>
  hasRequests(): Promise<boolean>
  /** Removes and returns the oldest requests. */
  dequeueRequests(limit: number): Promise<readonly RecoveryRequest[]>
}
