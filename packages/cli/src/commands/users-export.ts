import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import {
  exportFields,
  exportPasswordHashes,
  exportRows,
  exportUsersPage,
} from '@muster/server/core/accounts/imports/export-users.ts'
import type { CommandOptions } from '../commands.ts'
import { domainOf, fileOf, formatOf } from '../file-format.ts'
import { UsageError } from '../usage-error.ts'
import { withMuster } from '../with-muster.ts'

const operator = { kind: 'operator' } as const

/**
 * Reads the database directly, as the operator. Only the operator can export password hashes, with
 * `--with-password-hashes`. `--excel` writes tab-separated UTF-16, which Excel opens as a table in every locale.
 */
export const exportUsers = async (options: CommandOptions): Promise<void> => {
  const { words, options: chosen = {} } = options
  const file = fileOf(words)
  const excel = chosen['excel'] === true
  const format = excel ? 'csv' : formatOf(chosen['format'], file)
  if (excel && chosen['format'] === 'ndjson') throw new UsageError('--excel writes a table. Remove --format.')
  if (file !== '-' && chosen['force'] !== true && existsSync(file))
    throw new UsageError(`${file} already exists. Choose another name, or use --force to overwrite it.`)
  const hashed = chosen['with-password-hashes'] === true
  await withMuster(options, async (muster) => {
    const { core } = muster
    const pages = await exportRows({
      domainId: await domainOf(muster, chosen['domain']),
      page: (input) => core.run(exportUsersPage, input, operator, operatorSource),
      hashes: hashed
        ? (userIds) => core.run(exportPasswordHashes, { userIds }, operator, operatorSource)
        : undefined,
    })
    // Readable by its owner only: it contains email addresses and can contain password hashes.
    const flags = chosen['force'] === true ? 'w' : 'wx'
    const out = file === '-' ? process.stdout : createWriteStream(file, { mode: 0o600, flags })
    if (file !== '-') await once(out, 'open')
    const fields = [...exportFields, ...(hashed ? ['password_hash'] : [])]
    const writer = muster.rowFormats.write(format, fields, excel ? '\t' : ',')
    const write = async (text: string) => {
      if (text !== '' && !out.write(Buffer.from(text, excel ? 'utf16le' : 'utf8'))) await once(out, 'drain')
    }
    if (excel) await write('\ufeff')
    let rows = 0
    await write(writer.head)
    for await (const page of pages) {
      rows += page.length
      await write(page.map(writer.row).join(''))
    }
    if (file !== '-') {
      out.end()
      await finished(out)
    }
    process.stderr.write(`${rows.toLocaleString('en')} ${rows === 1 ? 'user' : 'users'} written.\n`)
  })
}
