import { type Email, PermanentMailError } from '../core/messaging/mail/mail-transport.ts'

/** The sender of all emails. */
export type Sender = { readonly name: string; readonly address: string }

/** A single bare address: no mail program can parse it as a list or as an address with a display name. */
const plain = /^[^\s@,;:<>()[\]\\"\p{Cc}]+@[^\s@,;:<>()[\]\\"\p{Cc}]+$/u

/**
 * The email for nodemailer: to one address, without access to files or URLs. The Message-ID is the same on every
 * attempt, so that mail programs recognize duplicates.
 */
export const envelopeOf = ({ id, to, subject, text, html, at }: Email, from: Sender) => {
  if (!plain.test(to)) throw new PermanentMailError('The recipient must be a single email address.')
  return {
    from: { ...from },
    to: { name: '', address: to },
    envelope: { from: from.address, to: [to] },
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    date: new Date(at),
    subject,
    text,
    html,
    // RFC 3834: suppresses automatic responses.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
