import type { ImportLine } from '@muster/sdk'
import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import { createImport } from '@muster/server/core/accounts/imports/create-import.ts'
import type { Import, ImportCounts } from '@muster/server/core/accounts/imports/import.ts'
import { getImport } from '@muster/server/core/accounts/imports/imports.ts'
import {
  type SendersRun,
  type SendingLine,
  sendRows,
} from '@muster/server/core/accounts/imports/send-rows.ts'
import type { ImportOptions, ImportSource, SentImport } from '../transfer/import-source.ts'
import { domainOf } from './domain-of.ts'
import { withMuster } from './with-muster.ts'

const operator = { kind: 'operator' } as const

const countsOf = ({ rowsDone, created, updated, unchanged, failed }: ImportCounts) => ({
  rows_done: rowsDone,
  created,
  updated,
  unchanged,
  failed,
})

const sent = (found: Import): SentImport => ({
  id: found.id,
  format: found.format,
  dry_run: found.dryRun,
  ...countsOf(found),
})

const lineOf = (line: SendingLine): ImportLine => {
  switch (line.kind) {
    case 'wrong':
      return { kind: 'error', ...line.error }
    case 'stopped':
      return { kind: 'stopped', code: line.code, message: line.message, ...countsOf(line.counts) }
    default:
      return { kind: line.kind, ...countsOf(line.counts) }
  }
}

const source = (muster: Muster): ImportSource => {
  const read = async (id: string) => sent(await muster.core.run(getImport, { id }, operator, operatorSource))
  return {
    read,
    async open(format, { domain, update, invite, dryRun, resume }) {
      if (resume !== undefined) return read(resume)
      const made = {
        format,
        domainId: await domainOf(muster, domain),
        mode: update === undefined ? 'create' : 'create_or_update',
        key: update,
        dryRun: dryRun === true,
        invite: invite === true,
      } as const
      return sent(await muster.core.run(createImport, made, operator, operatorSource))
    },
    async *send({ id, format }, bytes, signal) {
      const lines = await sendRows({
        id,
        offset: 0,
        format,
        bytes,
        formats: muster.rowFormats,
        run: ((operation: never, input: never) =>
          muster.core.run(operation, input, operator, operatorSource)) as SendersRun,
        now: Date.now,
        signal,
      })
      for await (const line of lines) yield lineOf(line)
    },
    errors: () => undefined,
  }
}

/** Imports into the database directly, as the operator; a server may run at the same time. */
export const withOfflineImports = (
  options: ImportOptions,
  work: (imports: ImportSource) => Promise<void>,
): Promise<void> => withMuster(options, (muster) => work(source(muster)))
