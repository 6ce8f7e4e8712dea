import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Email, MailTransport } from '../core/messaging/mail/mail-transport.ts'
import { envelopeOf, type Sender } from './envelope.ts'

export type OutboxParts = {
  readonly folder: string
  readonly from: Sender
  /** Told after each letter where it is. */
  readonly onLetter: (email: Pick<Email, 'id' | 'template'>, file: string) => void
}

/** Sorts by time; nothing in it comes from a user. */
const fileName = ({ id, at }: Email) => `${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}-${id}.eml`

/** Where no mail server is configured: letters as files that mail programs open, readable by their owner alone. */
export const makeOutboxPost = ({ folder, from, onLetter }: OutboxParts): MailTransport => ({
  async send(email) {
    const { createTransport } = await import('nodemailer')
    const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
    const { message } = await composer.sendMail(envelopeOf(email, from))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, fileName(email))
    // Under another name until it is whole, for whoever watches the folder.
    await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 })
    await rename(`${file}.part`, file)
    onLetter(email, file)
  },
})
