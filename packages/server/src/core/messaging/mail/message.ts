export const messageStates = ['queued', 'sent', 'dead'] as const
/**
 * - `queued`: to be sent at `nextAttemptAt`
 * - `sent`: the mail server took it
 * - `dead`: given up; an administrator may have it tried again
 */
export type MessageState = (typeof messageStates)[number]

/**
 * What a letter says, and the parameters it takes (`src/mail/templates.ts`):
 *
 * - `invitation`: `token`; also `username`, `name`, `invited_by`, `organization`, `expires_at`
 * - `temporary_password`: `username`, `password`; also `name`, `organization`
 * - `recovery`: `token`; also `username`, `name`, `expires_at`
 * - `first_password`: the same, for users who have no password
 * - `password_changed`: also `username`, `name`, `changed_at`
 * - `notification`: `subject`, `text`; also `name` and `path`, a page below the public address
 *
 * `name` is who is greeted; times are RFC 3339. A parameter that no template knows is ignored.
 */
export const templates = [
  'invitation',
  'temporary_password',
  'recovery',
  'first_password',
  'password_changed',
  'notification',
] as const
export type Template = (typeof templates)[number]

export type Parameters = Readonly<Record<string, string>>

/** A letter on its way, as everybody may see it who may see it at all: without its parameters. */
export type Message = {
  readonly id: string
  /** Whom it is for, when that is a user. */
  readonly userId: string | null
  readonly domainId: string | null
  /** The address as it was when the letter was asked for. */
  readonly to: string
  readonly template: Template
  readonly state: MessageState
  readonly attempts: number
  /** Unix milliseconds, as all times below; null unless it is queued. */
  readonly nextAttemptAt: number | null
  /** What the mail server said last, when it was no "yes". */
  readonly lastError: string | null
  /** Not worth sending later than that: what it speaks of is over. */
  readonly expiresAt: number | null
  readonly createdAt: number
  readonly sentAt: number | null
}
