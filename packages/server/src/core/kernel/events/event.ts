import type { Slice } from '../paging/list-query.ts'
import type { Position } from '../paging/position.ts'
import type { CacheKey } from './cache-key.ts'
import type { EventKind } from './event-kinds.ts'

/**
 * An entry of the event log, which is audit log, outbox and change feed in one.
 *
 * An event that no cached view depends on invalidates nothing, so that creating users does not slow token validation down.
 */
export type NewEvent = {
  readonly kind: EventKind
  readonly subject: { readonly type: string; readonly id: string }
  readonly domainId?: string | null
  readonly invalidates?: readonly CacheKey[]
  /**
   * Further data. Never a secret, a password or a token, and no personal data but ids: events are not deleted with their
   * user (docs/decisions/0006-purged-users.md).
   */
  readonly detail?: Readonly<Record<string, unknown>>
}

export type Event = Omit<NewEvent, 'kind' | 'invalidates'> & {
  /** Events of other versions may have a kind that is not in `eventKinds`, and other cache keys. */
  readonly kind: string
  readonly invalidates?: readonly string[]
  readonly sequence: number
  /** Unix milliseconds. */
  readonly at: number
  readonly actorId: string | null
  readonly face: string
  readonly requestId: string
}

/** `at` is the position of the event in the event log, opaque to all but the store. */
export type EventLogEntry = { readonly event: Event; readonly at: Position }

export type EventListQuery = {
  /** Exact kinds; absent: any. */
  readonly kinds?: readonly string[] | undefined
  readonly subjectType?: string | undefined
  readonly subjectId?: string | undefined
  readonly actorId?: string | undefined
  readonly domainId?: string | undefined
  /** Unix milliseconds: `since` is inclusive, `until` exclusive. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly descending: boolean
  readonly limit: number
  readonly from?: Position | undefined
}

export type EventStore = {
  append(events: readonly Omit<Event, 'sequence'>[]): Promise<void>
  get(sequence: number): Promise<Event | undefined>
  /**
   * In the order of the event log. Ascending pages end before a position where earlier events may still be committed, so
   * that a client that reads page by page misses none. Descending pages include every committed event.
   */
  find(query: EventListQuery): Promise<Slice<EventLogEntry>>
  /** Every recorded kind. */
  kinds(): Promise<readonly string[]>
  /** Whether the subject has an event. */
  has(subject: { readonly type: string; readonly id: string }): Promise<boolean>
  /**
   * Deletes at most `limit` events recorded before that time (unix milliseconds), except the kinds `except` and events
   * that must still be delivered to a webhook or belong to a stored delivery. Returns the number deleted.
   */
  purgeExpired(
    due: { readonly before: number; readonly except: readonly string[] },
    limit: number,
  ): Promise<number>
  /** Events after a sequence number, oldest first. */
  list(after: number, limit: number): Promise<readonly Event[]>
}
/** Reads the changes committed by every node, including this one. */
export type ChangeReader = {
  /** Whether a single process holds the database, so that only commands on the same machine can change it otherwise. */
  readonly local: boolean
  /** The cache keys invalidated since the last call, possibly repeated; empty on the first call. */
  next(): Promise<readonly string[]>
}
