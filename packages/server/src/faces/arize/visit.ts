import type { Answer, Ask, Contract } from '@muster/contract/operation.ts'
import type { Cursors } from '../../core/lists/cursors.ts'
import type { Settings } from '../../core/settings.ts'
import { domainMeant } from '../../core/users/look-up-user.ts'
import type { Visit } from '../../http/face.ts'
import type { Dialect } from './dialects.ts'

export type ArizeParts = {
  readonly cursors: Cursors
  readonly settings: Pick<Settings, 'defaultDomainId'>
  /** Unix milliseconds. */
  readonly now: () => number
}

/** What handlers of this face see of a request. */
export type ArizeVisit = Visit & ArizeParts & { readonly dialect: Dialect }

export type ArizeHandlers<C extends Contract> = {
  readonly [K in keyof C]: (ask: Ask<C[K]>, visit: ArizeVisit) => Promise<Answer<C[K]>>
}

/** The domain that is the client's account. */
export const accountOf = ({ caller, settings }: ArizeVisit): string =>
  domainMeant({ caller, ports: { settings } })

export const time = (ms: number): string => new Date(ms).toISOString()
