import type { Sender } from './envelope.ts'
import { makeOutboxPost, type OutboxParts } from './mail-folder.ts'
import { makeSmtpPost, type OpenPost, type SmtpServer } from './smtp-transport.ts'

export type PostParts = {
  readonly from: Sender
  readonly smtp: SmtpServer | undefined
  /** The folder for letters where there is no mail server. */
  readonly outbox: string
}

/** The way that letters leave the house by. */
export const openMailTransport = (
  { from, smtp, outbox }: PostParts,
  onLetter: OutboxParts['onLetter'],
): OpenPost => {
  if (smtp) return makeSmtpPost(smtp, from)
  return { ...makeOutboxPost({ folder: outbox, from, onLetter }), close: () => {} }
}
