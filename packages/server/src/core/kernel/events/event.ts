import type { Slice } from '../paging/list-query.ts'
import type { Position } from '../paging/position.ts'
import type { EventKind } from './event-kinds.ts'

/**
 * One thing that happened, as the journal keeps it: audit log, outbox and change feed in one.
 *
 * `touches` names what cached answers may depend on: `user:<id>`, `group:<id>`, `project:<id>`,
 * `token:<audit id>`, `session:<id>`, `trust:<id>`, `application_credential:<id>`,
 * `access_token:<id>`, and the wholes `roles`,
 * `catalog`, `keys`. A domain is a project. An event that no cached answer can depend on touches nothing, so that
 * creating users never costs a validation.
 */
export type NewEvent = {
  readonly kind: EventKind
  readonly subject: { readonly type: string; readonly id: string }
  readonly domainId?: string | null
  readonly invalidates?: readonly string[]
  /**
   * Anything worth reading later; never a secret, a password or a whole token, and nothing that tells of a person
   * but ids: this is never taken back (docs/decisions/0006-purged-users.md).
   */
  readonly detail?: Readonly<Record<string, unknown>>
}

export type Event = Omit<NewEvent, 'kind'> & {
  /** Of an older version it may be one that is not in the catalogue any more. */
  readonly kind: string
  readonly sequence: number
  /** Unix milliseconds. */
  readonly at: number
  readonly actorId: string | null
  readonly face: string
  readonly requestId: string
}

/** `at` is where the event stands in the journal; only the store can read it. */
export type JournalEntry = { readonly event: Event; readonly at: Position }

export type EventListQuery = {
  /** Exact kinds; absent: any. */
  readonly kinds?: readonly string[] | undefined
  readonly subjectType?: string | undefined
  readonly subjectId?: string | undefined
  readonly actorId?: string | undefined
  readonly domainId?: string | undefined
  /** Unix milliseconds: from then on, and before then. */
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
   * In the order of the journal. Ascending, nothing is shown before which something may still appear, so that
   * whoever follows page by page misses nothing; descending, everything is shown at once.
   */
  find(query: EventListQuery): Promise<Slice<JournalEntry>>
  /** Every kind that was ever recorded. */
  kinds(): Promise<readonly string[]>
  /** Whether anything ever happened to the subject. */
  has(subject: { readonly type: string; readonly id: string }): Promise<boolean>
  /**
   * Deletes at most `limit` of those recorded before (unix milliseconds), but for these kinds and for what is still
   * to be delivered to webhooks, or kept as a delivery. Answers how many.
   */
  sweep(due: { readonly before: number; readonly except: readonly string[] }, limit: number): Promise<number>
  /** Oldest first, after the sequence number given. */
  list(after: number, limit: number): Promise<readonly Event[]>
}
