import { accountTable } from './account-table.ts'
import { databaseTable } from './database-table.ts'
import { directoryTable } from './directory-table.ts'
import { federationTable } from './federation-table.ts'
import { mailTable } from './mail-table.ts'
import { networkTable } from './network-table.ts'
import { oauthTable } from './oauth-table.ts'
import { outboundTable } from './outbound-table.ts'
import { samlTable } from './saml-table.ts'
import { securityTable } from './security-table.ts'
import { serverTable } from './server-table.ts'
import type { SettingValues } from './setting-row.ts'
import { tokenTable } from './token-table.ts'

/** The environment variable of a setting. */
export const variableOf = (setting: string): string => `MUSTER_${setting.toUpperCase()}`

/** All settings. The environment takes precedence over the file; docs/reference/settings.md is generated from this. */
export const settingsTable = {
  ...serverTable,
  ...databaseTable,
  ...networkTable,
  ...mailTable,
  ...accountTable,
  ...securityTable,
  ...tokenTable,
  ...oauthTable,
  ...samlTable,
  ...federationTable,
  ...directoryTable,
  ...outboundTable,
}

export type SettingName = keyof typeof settingsTable

/** Every setting with a value of its kind; undefined only where the default is. */
export type Config = {
  readonly [K in SettingName]:
    | SettingValues[(typeof settingsTable)[K]['kind']]
    | ((typeof settingsTable)[K]['fallback'] extends undefined ? undefined : never)
}
