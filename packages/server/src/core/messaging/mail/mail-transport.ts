import type { Parameters, Template } from './message.ts'

/** A letter as people read it. */
export type Email = {
  /** The id of its message: the same for every copy of one letter. */
  readonly id: string
  /** One plain address. */
  readonly to: string
  readonly template: Template
  /** One line. */
  readonly subject: string
  readonly text: string
  readonly html: string
  /** When it was asked for, in unix milliseconds. */
  readonly at: number
}

/** Takes letters to where they are delivered from. */
export type MailTransport = {
  /**
   * Resolves once somebody else is responsible for the letter. Throws `LetterRefused` when another attempt would
   * end the same way, anything else when one may help.
   */
  send(email: Email): Promise<void>
}

/** The letter itself is not wanted: no such mailbox, not acceptable. */
export class PermanentMailError extends Error {
  override readonly name = 'LetterRefused'
}

/** Words for a message. Links are built on the public address of the settings and on nothing else (T65). */
export type EmailRenderer = (message: {
  readonly id: string
  readonly to: string
  readonly template: Template
  readonly parameters: Parameters
  readonly createdAt: number
}) => Email
