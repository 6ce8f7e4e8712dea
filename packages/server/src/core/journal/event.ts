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
  readonly kind: string
  readonly subject: { readonly type: string; readonly id: string }
  readonly domainId?: string | null
  readonly touches?: readonly string[]
  /** Anything worth reading later; never a secret, never a password, never a whole token. */
  readonly detail?: Readonly<Record<string, unknown>>
}

export type Event = NewEvent & {
  readonly sequence: number
  /** Unix milliseconds. */
  readonly at: number
  readonly actorId: string | null
  readonly face: string
  readonly requestId: string
}

export type EventStore = {
  append(events: readonly Omit<Event, 'sequence'>[]): Promise<void>
  /** Whether anything ever happened to the subject. */
  has(subject: { readonly type: string; readonly id: string }): Promise<boolean>
  /** Oldest first, after the sequence number given. */
  list(after: number, limit: number): Promise<readonly Event[]>
}
