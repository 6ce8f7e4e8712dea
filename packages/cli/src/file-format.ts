import { operatorOrigin } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import type { ImportFormat } from '@muster/server/core/accounts/imports/import.ts'
import { listDomains } from '@muster/server/core/directory/domains/list-domains.ts'
import { eq } from '@muster/server/core/kernel/paging/list-query.ts'
import { UsageError } from './usage-error.ts'

const endings: Readonly<Record<string, ImportFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
}

/** The format of `--format`, or the one that the name of the file ends in; standard input and output are NDJSON. */
export const formatOf = (said: unknown, file: string): ImportFormat => {
  if (said === 'ndjson' || said === 'csv') return said
  if (said !== undefined) throw new UsageError('--format is ndjson or csv.')
  if (file === '-') return 'ndjson'
  const found = endings[/\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? '']
  if (found === undefined)
    throw new UsageError(
      `The name ${file} ends in none of ${Object.keys(endings)
        .map((ending) => `.${ending}`)
        .join(', ')}: say what it holds with --format ndjson or --format csv.`,
    )
  return found
}

/** The one file that a command works on; `-` is the standard input or output. */
export const fileOf = (words: readonly string[] = []): string => {
  const [file, ...more] = words
  if (file === undefined || more.length > 0) throw new UsageError('give one file, or - for none.')
  return file
}

/** The id of a domain that somebody named by its name or its id; undefined where nobody did. */
export const domainOf = async (
  { core }: Pick<Muster, 'core'>,
  said: unknown,
): Promise<string | undefined> => {
  if (typeof said !== 'string') return undefined
  const page = { limit: 2 }
  const operator = { kind: 'operator' } as const
  const { rows } = await core.run(listDomains, { where: [eq('name', said)], page }, operator, operatorOrigin)
  return rows[0]?.id ?? said
}
