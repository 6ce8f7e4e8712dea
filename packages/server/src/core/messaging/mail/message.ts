export const messageStates = ['queued', 'sent', 'dead'] as const
/**
 * - `queued`: to be sent at `nextAttemptAt`
 * - `sent`: the mail server accepted it
 * - `dead`: abandoned; an administrator may retry it
 */
export type MessageState = (typeof messageStates)[number]

/**
 * Email templates and their parameters (`src/mail/templates.ts`):
 *
 * - `invitation`: `token`; also `username`, `name`, `invited_by`, `organization`, `expires_at`
 * - `temporary_password`: `username`, `password`; also `name`, `organization`
 * - `recovery`: `token`; also `username`, `name`, `expires_at`
 * - `first_password`: the same, for users who have no password
 * - `password_changed`: also `username`, `name`, `changed_at`
 * - `notification`: `subject`, `text`; also `name` and `path`, a page below the public address
 *
 * `name` is the name in the greeting; times are RFC 3339. Unknown parameters are ignored.
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

/** A queued, sent or dead email without its parameters. */
export type Message = {
  readonly id: string
  /** The recipient, when that is a user. */
  readonly userId: string | null
  readonly domainId: string | null
  /** The address when the message was queued. */
  readonly to: string
  readonly template: Template
  /** Null: the default of the server. */
  readonly language: string | null
  readonly state: MessageState
  readonly attempts: number
  /** Unix milliseconds, as all times below; null unless the message is queued. */
  readonly nextAttemptAt: number | null
  /** The error of the last failed attempt. */
  readonly lastError: string | null
  /** The message is not sent after this time. */
  readonly expiresAt: number | null
  readonly createdAt: number
  readonly sentAt: number | null
}
