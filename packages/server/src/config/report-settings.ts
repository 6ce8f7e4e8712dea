import type { SettingReport } from '../core/kernel/server/server-report.ts'
import type { SettingSources } from './load-config.ts'
import type { SettingRow } from './setting-row.ts'
import { type Config, type SettingName, settingsTable, variableOf } from './settings-table.ts'

/** User name and password of a URL. */
const credentials = /(?<=[a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/gi

const shown = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  return text.replaceAll(credentials, '…@')
}

/** Every setting in force. Values of secrets, and of files and folders that contain secrets, are left out. */
export const reportSettings = (
  config: Config,
  sources: SettingSources | undefined,
): readonly SettingReport[] =>
  Object.entries<SettingRow>(settingsTable).map(([name, { kind, about, hidden: isPlace = false }]) => {
    const value: unknown = config[name as SettingName]
    const hidden = kind === 'secret' || isPlace
    return {
      name,
      variable: variableOf(name),
      about,
      source: sources?.[name as SettingName],
      hidden,
      isSet: value !== undefined,
      value: hidden ? undefined : shown(value),
    }
  })
