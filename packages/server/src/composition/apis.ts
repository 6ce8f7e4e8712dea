import serverPackage from '../../package.json' with { type: 'json' }
import { pageApis } from '../apis/account-pages/api.ts'
import { arizeApis } from '../apis/arize/api.ts'
import { geoboxApis } from '../apis/geobox/api.ts'
import { julepApis } from '../apis/julep/api.ts'
import { keystoneApis } from '../apis/keystone/api.ts'
import { type NativeParts, nativeApis } from '../apis/native/api.ts'
import { robotoApis } from '../apis/roboto/api.ts'
import { BadConfig } from '../config/load-config.ts'
import type { Config } from '../config/settings-table.ts'
import type { BearerReader } from '../core/access/authentication/bearer.ts'
import type { TokenReader } from '../core/access/tokens/token-reader.ts'
import type { Settings } from '../core/kernel/settings.ts'
import type { ApiDefinition } from '../http/api.ts'
import type { oauth2ClientAuth } from './network-policy.ts'

const apiNames = ['native', 'pages', 'keystone', 'roboto', 'julep', 'geobox', 'arize'] as const
type ApiName = (typeof apiNames)[number]

/** The enabled APIs. Throws a `BadConfig` that names unknown ones. */
export const enabledApis = ({ faces }: Config): readonly ApiName[] => {
  const unknown = faces.filter((name) => !apiNames.some((known) => known === name))
  if (unknown.length > 0)
    throw new BadConfig([`faces: use ${apiNames.join(', ')} instead of ${unknown.join(', ')}.`])
  return apiNames.filter((name) => faces.includes(name))
}

export type ApiParts = {
  readonly native: NativeParts & { readonly settings: Settings }
  readonly bearer: BearerReader
  readonly tokens: TokenReader
  readonly clientAuth: ReturnType<typeof oauth2ClientAuth>
  readonly settings: () => Settings
  readonly now: () => number
}

/** Creates the enabled APIs. */
export const makeApis = (config: Config, parts: ApiParts): readonly ApiDefinition[] => {
  const { native, bearer, tokens, clientAuth, settings, now } = parts
  const { limits } = native
  const makers: Readonly<Record<ApiName, () => readonly ApiDefinition[]>> = {
    native: () => nativeApis(native),
    pages: () =>
      pageApis({ settings, limits, server: { version: serverPackage.version, apis: enabledApis(config) } }),
    keystone: () => keystoneApis(tokens, clientAuth),
    roboto: () => robotoApis({ bearer, limits }),
    arize: () => arizeApis({ ...native, now }),
    geobox: () => geoboxApis({ bearer, limits }),
    julep: () => julepApis({ bearer, limits }),
  }
  return enabledApis(config).flatMap((name) => makers[name]())
}
