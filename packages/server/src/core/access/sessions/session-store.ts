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
  /** Active sessions of a user, newest first; `from.value` is a `createdAt`. */
  list(query: SessionListQuery): Promise<Slice<Session>>
  /** Records a use. Returns false when the session is closed. */
  recordUse(id: string, at: number): Promise<boolean>
  /** Returns false when the session does not exist. */
  close(id: string): Promise<boolean>
  /** Closes the sessions of a user, except `keep`. Returns the ids of the closed sessions. */
  closeOfUser(userId: string, keep?: string): Promise<readonly string[]>
  /** Closes the sessions of every user of the domain. */
  closeOfDomain(domainId: string): Promise<void>
  /** Deletes the sessions of a user that are past a limit. */
  closeExpired(userId: string, since: SessionCutoffs): Promise<void>
  /** Deletes at most `limit` sessions last seen at or before `seenUntil` (unix milliseconds). Returns the number deleted. */
  purgeExpired(seenUntil: number, limit: number): Promise<number>
}

export type SessionListQuery = {
  readonly userId: string
  readonly since: SessionCutoffs
  readonly limit: number
  readonly from?: Position | undefined
}
