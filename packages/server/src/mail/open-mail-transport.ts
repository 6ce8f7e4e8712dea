import type { Sender } from './envelope.ts'
import { type MailFolderParts, makeMailFolderTransport } from './mail-folder.ts'
import { makeSmtpTransport, type OpenMailTransport, type SmtpServer } from './smtp-transport.ts'

export type MailTransportParts = {
  readonly from: Sender
  readonly smtp: SmtpServer | undefined
  /** The mail folder, used without a mail server. */
  readonly mailFolder: string
}

/** The SMTP transport if a mail server is configured, otherwise the mail folder. */
export const openMailTransport = (
  { from, smtp, mailFolder }: MailTransportParts,
  onWritten: MailFolderParts['onWritten'],
): OpenMailTransport => {
  if (smtp) return makeSmtpTransport(smtp, from)
  return { ...makeMailFolderTransport({ folder: mailFolder, from, onWritten }), close: () => {} }
}
