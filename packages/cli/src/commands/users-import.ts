import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import { createImport } from '@muster/server/core/accounts/imports/create-import.ts'
import type { Import, ImportKey } from '@muster/server/core/accounts/imports/import.ts'
import { getImport } from '@muster/server/core/accounts/imports/imports.ts'
import { type SendersRun, sendRows } from '@muster/server/core/accounts/imports/send-rows.ts'
import type { CommandOptions } from '../commands.ts'
import { domainOf, fileOf, formatOf } from '../file-format.ts'
import { importReport } from '../import-report.ts'
import { UsageError } from '../usage-error.ts'
import { withMuster } from '../with-muster.ts'

const operator = { kind: 'operator' } as const

const keyOf = (value: unknown): ImportKey | undefined => {
  if (value === undefined || value === 'username' || value === 'email') return value
  throw new UsageError('--update must be username or email: the field that identifies existing users.')
}

const prepare = async (muster: Muster, { words, options = {} }: CommandOptions): Promise<Import> => {
  const format = formatOf(options['format'], fileOf(words))
  const key = keyOf(options['update'])
  const { resume } = options
  if (typeof resume === 'string') return muster.core.run(getImport, { id: resume }, operator, operatorSource)
  const domainId = await domainOf(muster, options['domain'])
  const mode = key === undefined ? 'create' : 'create_or_update'
  const dryRun = options['dry-run'] === true
  const invite = options['invite'] === true
  const made = { format, domainId, mode, key, dryRun, invite } as const
  return muster.core.run(createImport, made, operator, operatorSource)
}

/** The first SIGINT or SIGTERM stops after the current batch; the second one ends the process. */
const stopOnSignal = (stop: () => void): (() => void) => {
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  return () => {
    for (const signal of signals) process.removeListener(signal, stop)
  }
}

const check = ({ options = {} }: CommandOptions) => {
  const fixed = ['domain', 'update', 'dry-run', 'invite'].find((name) => options[name] !== undefined)
  if (options['resume'] !== undefined && fixed !== undefined)
    throw new UsageError(`--${fixed} cannot be combined with --resume: a resumed import keeps its options.`)
}

/**
 * Writes to the database directly, as the operator; a server may run at the same time. Exit code 0: every row was
 * imported; 3: some rows failed; 1: the import stopped before the end; 130: it was interrupted.
 */
export const importUsers = async (options: CommandOptions): Promise<void> => {
  check(options)
  const file = fileOf(options.words)
  formatOf(options.options?.['format'], file)
  keyOf(options.options?.['update'])
  const bytes: Readable = file === '-' ? process.stdin : createReadStream(file)
  // Reports a missing file here, before an import is created.
  if (file !== '-') await once(bytes, 'readable')
  await withMuster(options, async (muster) => {
    const found = await prepare(muster, options)
    const report = await importReport(file, found, options.options?.['errors'])
    const aborted = new AbortController()
    const removeHandlers = stopOnSignal(() => {
      aborted.abort('interrupted_by_operator')
      bytes.destroy(new Error('interrupted'))
    })
    try {
      const lines = await sendRows({
        id: found.id,
        offset: 0,
        format: found.format,
        bytes,
        formats: muster.rowFormats,
        run: ((operation: never, input: never) =>
          muster.core.run(operation, input, operator, operatorSource)) as SendersRun,
        now: Date.now,
        signal: aborted.signal,
      })
      for await (const line of lines) report.add(line)
    } finally {
      removeHandlers()
      bytes.destroy()
      await report.close()
    }
    process.exitCode = aborted.signal.aborted ? 130 : report.exitCode()
  })
}
