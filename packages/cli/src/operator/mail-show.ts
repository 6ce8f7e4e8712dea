import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mailOf } from '@muster/server/config/mail-of.ts'
import { configOf, type OperatorOptions, print } from './with-muster.ts'

const printable = (text: string) => text.replaceAll(/[^\P{C}\n\t]/gu, '')

/** Prints the newest email in the mail folder, which is used while no mail server is configured, or lists all. */
export const showMail = async (
  options: OperatorOptions & { readonly to?: string; readonly list?: boolean },
): Promise<void> => {
  const { default: PostalMime } = await import('postal-mime')
  const { mailFolder, smtp } = mailOf(configOf(options))
  const { to, list } = options
  const files = await readdir(mailFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  // File names begin with the time.
  const newestFirst = files
    .filter((file) => file.endsWith('.eml'))
    .sort()
    .reverse()
  let shown = 0
  for (const file of newestFirst) {
    const path = join(mailFolder, file)
    const mail = await PostalMime.parse(await readFile(path))
    const recipients = (mail.to ?? []).map(({ address = '' }) => address)
    if (to !== undefined && !recipients.some((address) => address.toLowerCase() === to.toLowerCase()))
      continue
    shown++
    const about = `${mail.date ?? ''}  ${recipients.join(', ')}  ${mail.subject ?? ''}`
    if (list === true) {
      print(printable(`${about}  ${path}`))
      continue
    }
    print(
      printable(`To: ${recipients.join(', ')}\nSubject: ${mail.subject ?? ''}\nDate: ${mail.date ?? ''}\n`),
    )
    print(printable((mail.text ?? '').trim()))
    return
  }
  if (shown > 0) return
  const recipient = to !== undefined ? ` for ${to}` : ''
  throw new Error(
    smtp
      ? `There is no mail${recipient} in ${mailFolder}: mail is sent to the configured mail server.`
      : `There is no mail${recipient} in ${mailFolder} yet. The server writes mail there within a second of the request that causes it.`,
  )
}
