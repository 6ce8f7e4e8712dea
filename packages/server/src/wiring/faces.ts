import serverPackage from '../../package.json' with { type: 'json' }
import { BadConfig } from '../config/load-config.ts'
import type { Config } from '../config/settings-table.ts'
import type { BearerReader } from '../core/auth/bearer.ts'
import type { Settings } from '../core/settings.ts'
import type { TokenReader } from '../core/tokens/token-reader.ts'
import { arizeFaces } from '../faces/arize/face.ts'
import { geoboxFaces } from '../faces/geobox/face.ts'
import { julepFaces } from '../faces/julep/face.ts'
import { keystoneFaces } from '../faces/keystone/face.ts'
import { type NativeParts, nativeFaces } from '../faces/native/face.ts'
import { pageFaces } from '../faces/pages/face.ts'
import { robotoFaces } from '../faces/roboto/face.ts'
import type { Face } from '../http/face.ts'
import type { oauth2Door } from './doors.ts'

const faceNames = ['native', 'pages', 'keystone', 'roboto', 'julep', 'geobox', 'arize'] as const
type FaceName = (typeof faceNames)[number]

/** The faces that are switched on; another name is an error that names it. */
export const chosenFaces = ({ faces }: Config): readonly FaceName[] => {
  const unknown = faces.filter((name) => !faceNames.some((known) => known === name))
  if (unknown.length > 0)
    throw new BadConfig([`faces: give some of ${faceNames.join(', ')} instead of ${unknown.join(', ')}.`])
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

/** A new face is one line here and one name above. */
export const makeFaces = (config: Config, parts: FaceParts): readonly Face[] => {
  const { native, bearer, tokens, door, settings, now } = parts
  const { limits } = native
  const makers: Readonly<Record<FaceName, () => readonly Face[]>> = {
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
