import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Email, MailTransport } from '../core/messaging/mail/mail-transport.ts'
import { envelopeOf, type Sender } from './envelope.ts'

export type MailFolderParts = {
  readonly folder: string
  readonly from: Sender
  /** Called with the file of each email after it is written. */
  readonly onWritten: (email: Pick<Email, 'id' | 'template'>, file: string) => void
}

/** Sorts by time and contains no user input. */
const fileName = ({ id, at }: Email) => `${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}-${id}.eml`

/** Writes emails as .eml files, readable by their owner only. Used while no mail server is configured. */
export const makeMailFolderTransport = ({ folder, from, onWritten }: MailFolderParts): MailTransport => ({
  async send(email) {
    const { createTransport } = await import('nodemailer')
    const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
    const { message } = await composer.sendMail(envelopeOf(email, from))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, fileName(email))
    // Renamed when complete: programs that watch the folder never see a partial file.
    await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 })
    await rename(`${file}.part`, file)
    onWritten(email, file)
  },
})
