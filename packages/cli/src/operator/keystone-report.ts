import type { ImportReport } from '@muster/server/core/accounts/keystone-import/report.ts'

const columns = ['rows', 'created', 'updated', 'unchanged', 'removed', 'failed'] as const

const tokenKeyLines: Readonly<Record<ImportReport['tokenKeys'], string>> = {
  replaced: 'The Fernet keys of tokens are those of Keystone now. Tokens of Muster from before are invalid.',
  unchanged: 'The Fernet keys of tokens are those of Keystone already.',
  'not given': 'The Fernet keys of tokens did not come: --fernet-keys is not given.',
  'in a folder':
    'The Fernet keys of tokens did not come: Muster reads them from the folder of its setting token_key_repository.',
}

/** The report as text for a terminal. */
export const reportLines = (report: ImportReport): readonly string[] => {
  const width = Math.max(...report.nouns.map(({ noun }) => noun.length))
  const cell = (text: string | number) => String(text).padStart(10)
  const line = (first: string, cells: readonly (string | number)[]) =>
    `${first.padEnd(width)}${cells.map(cell).join('')}`
  return [
    `Keystone ${report.releases}${report.dryRun ? '; a dry run: nothing was changed' : ''}`,
    '',
    line('', columns),
    ...report.nouns.map((counts) =>
      line(
        counts.noun.replaceAll('_', ' '),
        columns.map((column) => counts[column]),
      ),
    ),
    ...section('Merged with objects of Muster:', report.merged),
    ...section(
      'Not brought:',
      report.left.map(({ table, rows, reason }) => `${table}: ${rows} rows. ${reason}`),
    ),
    ...section(
      'Could not come:',
      report.problems.map(({ table, id, reason }) => `${table} ${id}: ${reason}`),
    ),
    ...missingLine(report),
    '',
    tokenKeyLines[report.tokenKeys],
  ]
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]

const missingLine = ({ nouns, problems }: ImportReport): readonly string[] => {
  const more = nouns.reduce((sum, { failed }) => sum + failed, 0) - problems.length
  return more > 0 ? [`  and ${more} more rows`] : []
}
