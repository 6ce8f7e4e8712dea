import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { UsageError } from '../usage-error.ts'
import type { ExportedText, ExportOptions } from './export-source.ts'
import { type FileFormat, formatOf } from './file-format.ts'
import { count, makeProgress } from './progress.ts'
import { makeRecords } from './records.ts'

const check = (file: string, options: ExportOptions): FileFormat => {
  const format = options.excel ? 'csv' : formatOf(options.format, file)
  if (options.excel && options.format === 'ndjson')
    throw new UsageError('--excel writes a table. Remove --format.')
  if (options.offline) {
    if (options.profile !== undefined || options.debug)
      throw new UsageError('--offline uses the database directly. Remove --profile and --debug.')
    if (Object.keys(options.conditions).length > 0)
      throw new UsageError('--offline exports all users of a domain. Remove the conditions.')
  } else if (options.config !== undefined || options.withPasswordHashes)
    throw new UsageError(
      `--${options.config === undefined ? 'with-password-hashes' : 'config'} is for --offline: without it, the export comes from the server of the profile.`,
    )
  if (file !== '-' && !options.force && existsSync(file))
    throw new UsageError(`${file} already exists. Choose another name, or use --force to overwrite it.`)
  return format
}

const users = (number: number) => `${count(number)} ${number === 1 ? 'user' : 'users'}`

/** Writes the text of an export. `--excel` writes tab-separated UTF-16, which Excel opens as a table in every locale. */
const writeTo = async (
  file: string,
  format: FileFormat,
  { excel, force }: ExportOptions,
  { pieces, total }: ExportedText,
): Promise<void> => {
  // Readable by its owner only: it contains email addresses and can contain password hashes.
  const out =
    file === '-' ? process.stdout : createWriteStream(file, { mode: 0o600, flags: force ? 'w' : 'wx' })
  if (file !== '-') await once(out, 'open')
  const records = makeRecords(format, excel ? '\t' : ',')
  const progress = makeProgress(0)
  const write = async (text: string) => {
    if (text !== '' && !out.write(Buffer.from(text, excel ? 'utf16le' : 'utf8'))) await once(out, 'drain')
  }
  if (excel) await write('\ufeff')
  let shown = Date.now()
  for await (const piece of pieces) {
    await write(records.pass(piece))
    if (Date.now() - shown < 200) continue
    shown = Date.now()
    const rows = records.count()
    progress.show(users(rows), rows, total ? rows / total : undefined)
  }
  if (file !== '-') {
    out.end()
    await finished(out)
  }
  progress.print(`${users(records.count())} written.`)
}

/** `muster export`: through the API of the server, or with `--offline` from its database. */
export const exportUsers = async (file: string, options: ExportOptions): Promise<void> => {
  const format = check(file, options)
  const source = options.offline
    ? (await import('../operator/offline-export.ts')).exportOffline
    : (await import('./online-export.ts')).exportOnline
  await source(format, options, (text) => writeTo(file, format, options, text))
}
