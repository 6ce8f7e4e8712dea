import { readFileSync } from 'node:fs'
import { importFromKeystone, KeystoneUnusable } from '@muster/server/composition/import-from-keystone.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { safeText } from '../output/safe-text.ts'
import { CommandError, UsageError } from '../usage-error.ts'
import { reportLines } from './keystone-report.ts'
import { type OperatorOptions, print, withMuster } from './with-muster.ts'

export type KeystoneImportOptions = OperatorOptions & {
  readonly database?: string
  readonly databaseFile?: string
  readonly fernetKeys?: string
  readonly credentialKeys?: string
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly allowUnknownSchema?: boolean
  readonly allowRemovals?: boolean
}

/** A URL with a password, which other users of the machine can see in the arguments of a command. */
const hasPassword = (url: string): boolean => /^[^:]*:\/\/[^:@?]*:.+@/s.test(url) || /[?&]pass\w*=/i.test(url)

const urlOf = ({ database, databaseFile }: KeystoneImportOptions): string => {
  if (database !== undefined && databaseFile !== undefined)
    throw new UsageError('Give either --database or --database-file.')
  if (database !== undefined) {
    if (hasPassword(database))
      throw new UsageError(
        'The URL contains a password, which other users of this machine can see. Use --database-file, or the variable KEYSTONE_DATABASE_URL.',
      )
    return database
  }
  const url =
    databaseFile === undefined
      ? process.env['KEYSTONE_DATABASE_URL']
      : readFileSync(databaseFile, 'utf8').trim()
  if (!url)
    throw new UsageError(
      'Name the database of Keystone: --database-file, the variable KEYSTONE_DATABASE_URL, or --database without a password.',
    )
  return url
}

/** Imports a Keystone database, or reports what would come. Rows that cannot come end the command with 3. */
export const keystoneImport = async (options: KeystoneImportOptions): Promise<ExitCode> => {
  const url = urlOf(options)
  const {
    fernetKeys,
    credentialKeys,
    json,
    dryRun = false,
    allowUnknownSchema = false,
    allowRemovals = false,
  } = options
  const onNoun = json
    ? undefined
    : (noun: string) => void process.stderr.write(`Importing ${noun.replaceAll('_', ' ')} …\n`)
  const report = await withMuster(options, (muster, config) =>
    importFromKeystone(muster, config, {
      url,
      fernetKeys,
      credentialKeys,
      allowUnknownSchema,
      allowRemovals,
      dryRun,
      onNoun,
    }),
  ).catch((error: unknown) => {
    if (error instanceof KeystoneUnusable) throw new CommandError('failed', error.message)
    throw error
  })
  if (json) print(JSON.stringify(report, undefined, 2))
  else for (const line of reportLines(report)) print(safeText(line))
  return report.nouns.some(({ failed }) => failed > 0) ? exitCodes.partlyDone : exitCodes.done
}
