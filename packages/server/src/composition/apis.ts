import serverPackage from '../../package.json' with { type: 'json' }
import { pageFaces } from '../apis/account-pages/api.ts'
import { arizeFaces } from '../apis/arize/api.ts'
import { geoboxFaces } from '../apis/geobox/api.ts'
import { julepFaces } from '../apis/julep/api.ts'
import { keystoneFaces } from '../apis/keystone/api.ts'
import { type NativeParts, nativeFaces } from '../apis/native/api.ts'
import { robotoFaces } from '../apis/roboto/api.ts'
import { BadConfig } from '../config/load-config.ts'
import type { Config } from '../config/settings-table.ts'
import type { BearerReader } from '../core/access/authentication/bearer.ts'
import type { TokenReader } from '../core/access/tokens/token-reader.ts'
import type { Settings } from '../core/kernel/settings.ts'
import type { ApiDefinition } from '../http/api.ts'
import type { oauth2Door } from './network-policy.ts'

const faceNames = ['native', 'pages', 'keystone', 'roboto', 'julep', 'geobox', 'arize'] as const
type FaceName = (typeof faceNames)[number]

/** The enabled APIs. Throws a `BadConfig` that names unknown ones. */
export const chosenFaces = ({ faces }: Config): readonly FaceName[] => {
  const unknown = faces.filter((name) => !faceNames.some((known) => known === name))
  if (unknown.length > 0)
    throw new BadConfig([`faces: use ${faceNames.join(', ')} instead of ${unknown.join(', ')}.`])
  return faceNames.filter((name) => faces.includes(name))
}

export type FaceParts = {
  readonly native: NativeParts & { readonly settings: Settings }
  readonly bearer: BearerReader
  readonly tokens: TokenReader
  readonly door: ReturnType<typeof oauth2Door>
  readonly settings: () => Settings
  readonly now: () => number
}

/** Creates the enabled APIs. */
export const makeFaces = (config: Config, parts: FaceParts): readonly ApiDefinition[] => {
  const { native, bearer, tokens, door, settings, now } = parts
  const { limits } = native
  const makers: Readonly<Record<FaceName, () => readonly ApiDefinition[]>> = {
    native: () => nativeFaces(native),
    pages: () =>
      pageFaces({ settings, limits, server: { version: serverPackage.version, apis: chosenFaces(config) } }),
    keystone: () => keystoneFaces(tokens, door),
    roboto: () => robotoFaces({ bearer, limits }),
    arize: () => arizeFaces({ ...native, now }),
    geobox: () => geoboxFaces({ bearer, limits }),
    julep: () => julepFaces({ bearer, limits }),
  }
  return chosenFaces(config).flatMap((name) => makers[name]())
}
