import { randomBytes } from 'node:crypto'
import serverPackage from '../../package.json' with { type: 'json' }
import { pageApis } from '../apis/account-pages/api.ts'
import { arizeApis } from '../apis/arize/api.ts'
import { consoleApis } from '../apis/console/api.ts'
import { geoboxApis } from '../apis/geobox/api.ts'
import { julepApis } from '../apis/julep/api.ts'
import { keystoneApis } from '../apis/keystone/api.ts'
import { nativeApis } from '../apis/native/api.ts'
import { robotoApis } from '../apis/roboto/api.ts'
import { BadConfig } from '../config/load-config.ts'
import type { Config } from '../config/settings-table.ts'
import type { RowFormats } from '../core/accounts/imports/raw-row.ts'
import type { Cursors } from '../core/kernel/paging/cursors.ts'
import type { Settings } from '../core/kernel/settings.ts'
import type { Api } from '../http/api.ts'
import type { Readers } from './compose-core.ts'
import { openConsoleFiles } from './console-files.ts'
import type { NetworkPolicy } from './network-policy.ts'

const knownApis = ['native', 'pages', 'console', 'keystone', 'roboto', 'julep', 'geobox', 'arize'] as const
type ApiName = (typeof knownApis)[number]

/** Random text for the `nonce` of a Content-Security-Policy. */
const makeNonce = (): string => randomBytes(16).toString('base64')

/** The enabled APIs. Throws a `BadConfig` that names unknown ones. */
export const enabledApis = ({ faces }: Config): readonly ApiName[] => {
  const unknown = faces.filter((name) => !knownApis.some((known) => known === name))
  if (unknown.length > 0)
    throw new BadConfig([`faces: use ${knownApis.join(', ')} instead of ${unknown.join(', ')}.`])
  return knownApis.filter((name) => faces.includes(name))
}

export type ApiParts = {
  readonly apiNames: readonly ApiName[]
  readonly readers: Pick<Readers, 'bearer' | 'tokens'>
  readonly policy: Pick<NetworkPolicy, 'clientAuth' | 'crossOrigins' | 'isTrustedProxy' | 'limits'>
  readonly cursors: Cursors
  readonly rowFormats: RowFormats
  readonly settings: Settings
  readonly publicUrl: () => string
  /** Unix milliseconds. */
  readonly now: () => number
}

/** Creates the enabled APIs. */
export const makeApis = (parts: ApiParts): readonly Api[] => {
  const { apiNames, readers, policy, cursors, rowFormats, settings, publicUrl, now } = parts
  const { bearer, tokens } = readers
  const { clientAuth, crossOrigins, isTrustedProxy, limits } = policy
  const makers: Readonly<Record<ApiName, () => readonly Api[]>> = {
    native: () => nativeApis({ bearer, limits, crossOrigins, cursors, rowFormats, settings }),
    pages: () =>
      pageApis({ settings, publicUrl, limits, server: { version: serverPackage.version, apis: apiNames } }),
    console: () => consoleApis({ files: openConsoleFiles(), publicUrl, makeNonce }),
    keystone: () =>
      keystoneApis({ tokens, bearer, limits, clientAuth, isFrontServer: isTrustedProxy ?? (() => false) }),
    roboto: () => robotoApis({ bearer, limits }),
    arize: () => arizeApis({ bearer, limits, cursors, settings, now }),
    geobox: () => geoboxApis({ bearer, limits }),
    julep: () => julepApis({ bearer, limits }),
  }
  return apiNames.flatMap((name) => makers[name]())
}
