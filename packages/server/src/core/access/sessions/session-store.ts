import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Session, SessionCutoffs } from './session.ts'

export type NewSession = Session & {
  /** See `Secrets.hash`. */
  readonly secretHash: string
}

export type SessionStore = {
  /** Rejects with `not_found` for an unknown user. */
  insert(session: NewSession): Promise<void>
  get(id: string): Promise<Session | undefined>
  getBySecret(secretHash: string): Promise<Session | undefined>
  /** The living ones of a user, newest first; `from.value` is a `createdAt`. */
  list(query: SessionListQuery): Promise<Slice<Session>>
  /** False when it was closed meanwhile. */
  seen(id: string, at: number): Promise<boolean>
  /** False when there was none. */
  close(id: string): Promise<boolean>
  /** Answers the ids of those that were closed. */
  closeOfUser(userId: string, keep?: string): Promise<readonly string[]>
  /** Those of every user of the domain. */
  closeOfDomain(domainId: string): Promise<void>
  /** Forgets those of a user that a limit has ended. */
  closeEnded(userId: string, since: SessionCutoffs): Promise<void>
  /** Forgets some of those last seen up to then (unix milliseconds), and answers how many. */
  sweep(seenUntil: number, limit: number): Promise<number>
}

export type SessionListQuery = {
  readonly userId: string
  readonly since: SessionCutoffs
  readonly limit: number
  readonly from?: Position | undefined
}
