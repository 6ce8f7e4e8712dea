import { type SettingRow, settingsTable } from '../../packages/server/src/config/settings-table.ts'

const kinds: Readonly<Record<SettingRow['kind'], string>> = {
  text: 'text',
  secret: 'text, never logged',
  port: 'number',
  count: 'number',
  amount: 'number',
  truth: 'true or false',
  names: 'list',
  level: 'word',
}

const shown = (fallback: SettingRow['fallback']): string => {
  if (fallback === undefined) return '–'
  return Array.isArray(fallback) ? fallback.join(', ') : `\`${String(fallback)}\``
}

/** docs/reference/settings.md: every setting, from the table that the server reads them by. */
export const writeSettingsPage = (): string => {
  const rows = Object.entries(settingsTable as Readonly<Record<string, SettingRow>>).map(
    ([name, { env, kind, fallback, about }]) =>
      `| \`${name}\` | ${env === undefined ? '–' : `\`${env}\``} | ${kinds[kind]} | ${shown(fallback)} | ${about.replaceAll('|', '\\|')} |`,
  )
  return [
    '# Settings',
    '',
    'Made from `packages/server/src/config/settings-table.ts` by `npm run docs`. The environment wins over the file',
    'given with `--config` (YAML or JSON). A list in the environment has commas between its entries. An unknown or wrong',
    'setting stops the start and is named.',
    '',
    '| in the file | in the environment | kind | when absent | what it does |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
