import type { RecoveryLink } from './recovery-link.ts'

/** See `Secrets.hash`. */
export type NewRecoveryLink = RecoveryLink & { readonly secretHash: string }

/** What somebody asked for who proved nothing, word by word; whether there is such a user nobody has looked yet. */
export type RecoveryRequest = {
  /** The same for everybody who asks for the same. */
  readonly id: string
  /** JSON of a `RecoveryName`. */
  readonly asked: string
  /** Unix milliseconds. */
  readonly createdAt: number
}

export type RecoveryStore = {
  /** Rejects with `not_found` for an unknown user. */
  insert(link: NewRecoveryLink): Promise<void>
  getBySecret(secretHash: string): Promise<RecoveryLink | undefined>
  /** Those that are not over at `now`, the newest first. */
  openOfUser(userId: string, now: number): Promise<readonly RecoveryLink[]>
  /** False when it was used or ended meanwhile: of many who try, one hears true. */
  take(secretHash: string): Promise<boolean>
  delete(id: string): Promise<void>
  deleteOfUser(userId: string): Promise<void>
  /** Deletes at most `limit` of those that have expired. Answers how many. */
  sweep(now: number, limit: number): Promise<number>
  /** The same request twice is one. False, and nothing written, when `atMost` others wait already. */
  ask(request: RecoveryRequest, atMost: number): Promise<boolean>
  anyAsked(): Promise<boolean>
  /** Takes the oldest out of the line. */
  takeAsked(limit: number): Promise<readonly RecoveryRequest[]>
}
