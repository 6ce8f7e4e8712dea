import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import type { ImportFormat } from '@muster/server/core/accounts/imports/import.ts'
import { listDomains } from '@muster/server/core/directory/domains/domains.ts'
import { eq } from '@muster/server/core/kernel/paging/list-query.ts'
import { UsageError } from './usage-error.ts'

const endings: Readonly<Record<string, ImportFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
}

/** The format of `--format`, or else of the file name's extension; standard input and output are NDJSON. */
export const formatOf = (value: unknown, file: string): ImportFormat => {
  if (value === 'ndjson' || value === 'csv') return value
  if (value !== undefined) throw new UsageError('--format must be ndjson or csv.')
  if (file === '-') return 'ndjson'
  const found = endings[/\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? '']
  if (found === undefined)
    throw new UsageError(
      `The file name ${file} ends in none of ${Object.keys(endings)
        .map((ending) => `.${ending}`)
        .join(', ')}. Set the format with --format ndjson or --format csv.`,
    )
  return found
}

/** The one file argument of a command; `-` is standard input or output. */
export const fileOf = (words: readonly string[] = []): string => {
  const [file, ...more] = words
  if (file === undefined || more.length > 0)
    throw new UsageError('specify exactly one file, or - for standard input or output.')
  return file
}

/** The id of the domain with this name or id; undefined without the option. */
export const domainOf = async (
  { core }: Pick<Muster, 'core'>,
  value: unknown,
): Promise<string | undefined> => {
  if (typeof value !== 'string') return undefined
  const page = { limit: 2 }
  const operator = { kind: 'operator' } as const
  const { rows } = await core.run(listDomains, { where: [eq('name', value)], page }, operator, operatorSource)
  return rows[0]?.id ?? value
}
