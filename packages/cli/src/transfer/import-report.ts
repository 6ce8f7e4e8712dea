import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { ImportCounts, ImportLine } from '@muster/sdk'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { safeText } from '../output/safe-text.ts'
import { count, makeProgress } from './progress.ts'

export type ImportReport = {
  readonly add: (line: ImportLine) => void
  /** Undefined: the lines ended before the import did. */
  readonly exitCode: () => ExitCode | undefined
  /** The counts of the last line that has them. */
  readonly counts: () => ImportCounts
  /** Prints how to continue an import that did not come to its end. */
  readonly interrupted: (reason: string, counts: ImportCounts) => void
  readonly close: () => Promise<void>
}

export type ReportedImport = ImportCounts & {
  readonly id: string
  readonly dry_run: boolean
  /** The command that continues it. */
  readonly resume: string
  /** The part of the file that was read, where its size is known. */
  readonly part: () => number | undefined
  /** The command that shows errors that are not in the responses. */
  readonly errors: string | undefined
}

const rows = (number: number) => `${count(number)} ${number === 1 ? 'row' : 'rows'}`

const outcome = ({ rows_done, failed }: ImportCounts, dryRun: boolean): string => {
  if (rows_done === 0) return 'The file has no rows'
  if (failed === rows_done) return dryRun ? 'No row would be imported' : 'No row was imported'
  const partly = failed === 0 ? '' : ', except for the failed rows'
  return `${dryRun ? 'Dry run complete' : 'Done'}${partly}`
}

const summary = ({ rows_done, created, updated, unchanged, failed }: ImportCounts) =>
  `${rows(rows_done)}: ${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(failed)} failed`

/** Reports the progress of an import on standard error; failed rows go to the file `errors` if it is set. */
export const importReport = async (
  found: ReportedImport,
  errors: string | undefined,
): Promise<ImportReport> => {
  const progress = makeProgress(found.rows_done)
  const wrong = errors === undefined ? undefined : createWriteStream(errors, { flags: 'a' })
  if (wrong) await new Promise((resolve, reject) => wrong.once('open', resolve).once('error', reject))
  let end: ImportLine | undefined
  let counts: ImportCounts = found
  let reported = 0
  const interrupted: ImportReport['interrupted'] = (reason, counts) => {
    progress.print(reason)
    progress.print(`${summary(counts)}. To continue after row ${counts.rows_done}:`)
    progress.print(`    ${found.resume}`)
  }

  return {
    interrupted,
    counts: () => counts,
    add(line) {
      if (line.kind !== 'error') counts = line
      switch (line.kind) {
        case 'error': {
          const { row, field, code, message } = line
          reported++
          if (wrong) wrong.write(`${JSON.stringify({ row, field, code, message })}\n`)
          else
            progress.print(safeText(`row ${row}${field === null ? '' : `, ${field}`}: ${message} (${code})`))
          return
        }
        case 'progress':
          return progress.show(summary(line), line.rows_done, found.part())
        case 'done': {
          end = line
          progress.print(
            `${outcome(line, found.dry_run)}. ${summary(line)}; ${progress.rate(line.rows_done)}.`,
          )
          if (found.errors !== undefined && line.failed - found.failed > reported)
            progress.print(`For the errors of the other rows: ${found.errors}`)
          return
        }
        case 'stopped':
          end = line
          return interrupted(safeText(`Stopped (${line.code}): ${line.message}`), line)
      }
    },
    exitCode() {
      if (end?.kind !== 'done') return end && exitCodes.failed
      return end.failed > 0 ? exitCodes.partlyDone : exitCodes.done
    },
    async close() {
      wrong?.end()
      if (wrong) await finished(wrong)
    },
  }
}
