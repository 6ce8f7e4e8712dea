import type { SettingRow } from '../../packages/server/src/config/setting-row.ts'
import { settingsTable, variableOf } from '../../packages/server/src/config/settings-table.ts'

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

/** docs/reference/settings.md: every setting, from the table of settings in the server. */
export const writeSettingsPage = (): string => {
  const rows = Object.entries(settingsTable as Readonly<Record<string, SettingRow>>).map(
    ([name, { kind, fallback, about }]) =>
      `| \`${name}\` | \`${variableOf(name)}\` | ${kinds[kind]} | ${shown(fallback)} | ${about.replaceAll('|', '\\|')} |`,
  )
  return [
    '# Settings',
    '',
    'Made from `packages/server/src/config/settings-table.ts` by `npm run docs`. The environment wins over the file',
    'given with `--config` (YAML or JSON). A list in the environment has commas between its entries. A wrong setting,',
    'an unknown one in the file, and a variable whose name is close to that of a setting stop the start and are named.',
    'Any other variable that begins with `MUSTER_` is ignored with a warning, among them those that Kubernetes and Docker',
    'set for a service called `muster` (`MUSTER_SERVICE_HOST`, `MUSTER_PORT=tcp://…`). `MUSTER_URL`, `MUSTER_API_KEY` and',
    '`MUSTER_PROFILE` are for the [command line](../cli.md) as a client, not for the server.',
    '',
    '| in the file | in the environment | kind | when absent | what it does |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
