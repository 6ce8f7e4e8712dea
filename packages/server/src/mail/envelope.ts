import { type Email, PermanentMailError } from '../core/messaging/mail/mail-transport.ts'

/** Who letters are from. */
export type Sender = { readonly name: string; readonly address: string }

/** One plain address, which nobody can read as several or as one with a name. */
const plain = /^[^\s@,;:<>()[\]\\"\p{Cc}]+@[^\s@,;:<>()[\]\\"\p{Cc}]+$/u

/**
 * The letter as nodemailer takes it: to one address, and without leave to fetch files or pages. The id of the message stays the same over attempts, so that readers know copies for what they
 * are.
 */
export const envelopeOf = ({ id, to, subject, text, html, at }: Email, from: Sender) => {
  if (!plain.test(to)) throw new PermanentMailError('This is not one address.')
  return {
    from: { ...from },
    to: { name: '', address: to },
    envelope: { from: from.address, to: [to] },
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    date: new Date(at),
    subject,
    text,
    html,
    // RFC 3834: no machine should answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
