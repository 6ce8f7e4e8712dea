import type { Parameters, Template } from './message.ts'

/** A rendered email. */
export type Email = {
  /** The id of the message, the same for every attempt to send it. */
  readonly id: string
  /** One address without a display name. */
  readonly to: string
  readonly template: Template
  /** One line. */
  readonly subject: string
  readonly text: string
  readonly html: string
  /** When the message was queued, in unix milliseconds. */
  readonly at: number
}

/** Hands emails to a mail server or folder. */
export type MailTransport = {
  /**
   * Resolves once the receiving server has accepted the email. Throws `PermanentMailError` when another attempt would
   * fail in the same way, any other error when a retry may succeed.
   */
  send(email: Email): Promise<void>
}

/** The receiving server rejected the email permanently: unknown mailbox, content not acceptable. */
export class PermanentMailError extends Error {
  override readonly name = 'PermanentMailError'
}

/** Renders a message. Links start with the configured public address only (T65). */
export type EmailRenderer = (message: {
  readonly id: string
  readonly to: string
  readonly template: Template
  /** Null: the default of the server. */
  readonly language: string | null
  readonly parameters: Parameters
  readonly createdAt: number
}) => Email
