import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import {
  exportFields,
  exportPasswordHashes,
  exportRows,
  exportUsersPage,
} from '@muster/server/core/imports/export-users.ts'
import { operatorOrigin } from '@muster/server/wiring/origins.ts'
import type { CommandOptions } from '../commands.ts'
import { domainOf, fileOf, formatOf } from '../file-format.ts'
import { withMuster } from '../with-muster.ts'

const operator = { kind: 'operator' } as const

/** Works on the database itself, as the operator: the only one who gets hashes of passwords, and only when asked. */
export const exportUsers = async (options: CommandOptions): Promise<void> => {
  const { words, options: given = {} } = options
  const file = fileOf(words)
  const format = formatOf(given['format'], file)
  const hashed = given['with-password-hashes'] === true
  await withMuster(options, async (muster) => {
    const { core } = muster
    const pages = await exportRows({
      domainId: await domainOf(muster, given['domain']),
      page: (input) => core.run(exportUsersPage, input, operator, operatorOrigin),
      hashes: hashed
        ? (userIds) => core.run(exportPasswordHashes, { userIds }, operator, operatorOrigin)
        : undefined,
    })
    // Nobody else reads what may hold everybody's address and hash.
    const out = file === '-' ? process.stdout : createWriteStream(file, { mode: 0o600 })
    const writer = muster.rowFormats.write(format, [...exportFields, ...(hashed ? ['password_hash'] : [])])
    const write = async (text: string) => {
      if (text !== '' && !out.write(text)) await once(out, 'drain')
    }
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
    process.stderr.write(`${rows.toLocaleString('en')} users written.\n`)
  })
}
