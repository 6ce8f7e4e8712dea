import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import {
  exportFields,
  exportPasswordHashes,
  exportRows,
  exportUsersPage,
} from '@muster/server/core/accounts/imports/export-users.ts'
import type { ExportSource } from '../transfer/export-source.ts'
import { domainOf } from './domain-of.ts'
import { withMuster } from './with-muster.ts'

const operator = { kind: 'operator' } as const

/** Reads the database directly, as the operator, who alone can export password hashes. */
export const exportOffline: ExportSource = (format, options, work) =>
  withMuster(options, async (muster) => {
    const { core } = muster
    const hashed = options.withPasswordHashes === true
    const pages = await exportRows({
      domainId: await domainOf(muster, options.domain),
      page: (input) => core.run(exportUsersPage, input, operator, operatorSource),
      hashes: hashed
        ? (userIds) => core.run(exportPasswordHashes, { userIds }, operator, operatorSource)
        : undefined,
    })
    const writer = muster.rowFormats.write(format, [...exportFields, ...(hashed ? ['password_hash'] : [])])
    const pieces = async function* () {
      yield writer.head
      for await (const page of pages) yield page.map(writer.row).join('')
    }
    await work({ pieces: pieces(), total: undefined })
  })
