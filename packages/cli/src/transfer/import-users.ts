import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { exitCodes } from '../exit-codes.ts'
import { quoted } from '../shell-words.ts'
import { UsageError } from '../usage-error.ts'
import { formatOf } from './file-format.ts'
import { importReport } from './import-report.ts'
import type { ImportOptions, ImportSource, SentImport } from './import-source.ts'

const check = (options: ImportOptions): void => {
  const fixed = (['domain', 'update', 'dryRun', 'invite'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (options.resume !== undefined && fixed !== undefined)
    throw new UsageError(
      `--${fixed === 'dryRun' ? 'dry-run' : fixed} cannot be combined with --resume: a resumed import keeps its options.`,
    )
  if (options.offline && (options.profile !== undefined || options.debug))
    throw new UsageError('--offline uses the database directly. Remove --profile and --debug.')
  if (!options.offline && options.config !== undefined)
    throw new UsageError(
      '--config is for --offline: without it, the import goes to the server of the profile.',
    )
}

/** The first SIGINT or SIGTERM stops after the current batch; the second one ends the process. */
const stopOnSignal = (stop: () => void): (() => void) => {
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  return () => {
    for (const signal of signals) process.removeListener(signal, stop)
  }
}

type OpenFile = {
  readonly bytes: Readable
  readonly destroy: () => void
  readonly part: () => number | undefined
}

/** Opens the file before an import is created: a missing file is reported without a trace on the server. */
const openFile = async (file: string): Promise<OpenFile> => {
  const from = file === '-' ? process.stdin : createReadStream(file)
  if (file !== '-') await once(from, 'readable')
  const { size } = file === '-' ? { size: 0 } : await stat(file)
  let read = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length
      done(null, chunk)
    },
  })
  from.on('error', (error: Error) => counted.destroy(error))
  from.pipe(counted)
  return {
    bytes: counted,
    destroy() {
      from.destroy()
      counted.destroy()
    },
    part: () => (size === 0 ? undefined : read / size),
  }
}

const resumeCommand = (file: string, { id, format }: SentImport, options: ImportOptions): string =>
  [
    `muster import ${quoted(file)} --format ${format} --resume ${id}`,
    ...(options.offline ? ['--offline'] : []),
    ...(options.config === undefined ? [] : [`--config ${quoted(options.config)}`]),
    ...(options.profile === undefined ? [] : [`--profile ${options.profile}`]),
  ].join(' ')

const send = async (
  imports: ImportSource,
  found: SentImport,
  { bytes, destroy, part }: OpenFile,
  file: string,
  options: ImportOptions,
): Promise<void> => {
  const resume = resumeCommand(file, found, options)
  const report = await importReport(
    { ...found, resume, part, errors: imports.errors(found.id) },
    options.errors,
  )
  const aborted = new AbortController()
  const removeHandlers = stopOnSignal(() => {
    aborted.abort('interrupted_by_operator')
    destroy()
  })
  /** The counts at the server, or the last ones that it sent. */
  const state = () => imports.read(found.id).catch(() => report.counts())
  try {
    for await (const line of imports.send(found, bytes, aborted.signal)) report.add(line)
    process.exitCode = report.exitCode() ?? exitCodes.unavailable
    if (report.exitCode() === undefined) report.interrupted('The connection broke.', await state())
  } catch (error) {
    if (aborted.signal.aborted) report.interrupted('Interrupted.', await state())
    else {
      // An error of the server comes before the first row: there is nothing to continue.
      if (!('requestId' in (error as Error)))
        report.interrupted('The import did not come to its end.', await state())
      throw error
    }
  } finally {
    removeHandlers()
    destroy()
    await report.close()
  }
  if (aborted.signal.aborted) process.exitCode = exitCodes.interrupted
}

/** `muster import`: through the API of the server, or with `--offline` into its database. */
export const importUsers = async (file: string, options: ImportOptions): Promise<void> => {
  check(options)
  const format = formatOf(options.format, file)
  const opened = await openFile(file)
  const withImports = options.offline
    ? (await import('../operator/offline-import.ts')).withOfflineImports
    : (await import('./online-import.ts')).withOnlineImports
  try {
    await withImports(options, async (imports) => {
      const found = await imports.open(format, options)
      if (found.format !== format)
        throw new UsageError(`The import ${found.id} reads ${found.format}. Add --format ${found.format}.`)
      await send(imports, found, opened, file, options)
    })
  } finally {
    opened.destroy()
  }
}
