import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Import, ImportCounts } from '@muster/server/core/accounts/imports/import.ts'
import type { SendingLine } from '@muster/server/core/accounts/imports/send-rows.ts'

export type ImportReport = {
  add(line: SendingLine): void
  /** 0: every row was imported; 3: some rows failed; 1: the import stopped before the end. */
  exitCode(): number
  close(): Promise<void>
}

const count = (number: number) => number.toLocaleString('en')

const rows = (number: number) => `${count(number)} ${number === 1 ? 'row' : 'rows'}`

const outcome = ({ rowsDone, failed }: ImportCounts, dryRun: boolean): string => {
  if (rowsDone === 0) return 'The file has no rows'
  if (failed === rowsDone) return dryRun ? 'No row would be imported' : 'No row was imported'
  const partly = failed === 0 ? '' : ', except for the failed rows'
  return `${dryRun ? 'Dry run complete' : 'Done'}${partly}`
}

const summary = ({ rowsDone, created, updated, unchanged, failed }: ImportCounts) =>
  `${rows(rowsDone)}: ${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(failed)} failed`

/** Reports the progress of an import on standard error; failed rows go to the file `errors` if it is set. */
export const importReport = async (file: string, found: Import, errors: unknown): Promise<ImportReport> => {
  const terminal = process.stderr.isTTY === true
  const begun = { at: Date.now(), rows: found.rowsDone }
  const wrong = typeof errors === 'string' ? createWriteStream(errors, { flags: 'a' }) : undefined
  if (wrong) await new Promise((resolve, reject) => wrong.once('open', resolve).once('error', reject))
  let end: SendingLine | undefined
  let progress = false
  const print = (text: string) => {
    // Overwrites the progress line.
    process.stderr.write(`${progress ? '\r\x1b[K' : ''}${text}\n`)
    progress = false
  }
  const rate = ({ rowsDone }: ImportCounts) =>
    count(Math.round(((rowsDone - begun.rows) * 1000) / Math.max(1, Date.now() - begun.at)))

  return {
    add(line) {
      switch (line.kind) {
        case 'wrong': {
          const { row, field, code, message } = line.error
          if (wrong) wrong.write(`${JSON.stringify(line.error)}\n`)
          else print(`row ${row}${field === null ? '' : `, ${field}`}: ${message} (${code})`)
          return
        }
        case 'progress': {
          const text = `${summary(line.counts)}; ${rate(line.counts)} rows/s`
          if (!terminal) return print(text)
          process.stderr.write(`\r\x1b[K${text}`)
          progress = true
          return
        }
        case 'done':
          end = line
          return print(
            `${outcome(line.counts, found.dryRun)}. ${summary(line.counts)}; ${rate(line.counts)} rows/s.`,
          )
        case 'stopped':
          end = line
          print(`Stopped (${line.code}): ${line.message}`)
          print(`${summary(line.counts)}. To continue after row ${line.counts.rowsDone}:`)
          print(`    muster users import ${file} --format ${found.format} --resume ${found.id}`)
      }
    },
    exitCode: () => (end?.kind !== 'done' ? 1 : end.counts.failed > 0 ? 3 : 0),
    async close() {
      wrong?.end()
      if (wrong) await finished(wrong)
    },
  }
}
