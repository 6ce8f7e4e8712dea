import { UsageError } from '../usage-error.ts'

export const fileFormats = ['ndjson', 'csv'] as const
export type FileFormat = (typeof fileFormats)[number]

const endings: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
}

/** The format of `--format`, or else of the file name's extension; standard input and output are NDJSON. */
export const formatOf = (chosen: FileFormat | undefined, file: string): FileFormat => {
  if (chosen !== undefined) return chosen
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
