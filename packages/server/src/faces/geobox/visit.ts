import type { Answer, Ask, Contract } from '@muster/contract/operation.ts'
import type { Settings } from '../../core/settings.ts'
import type { Visit } from '../../http/face.ts'

/** What a handler of this face sees of a request beside what was asked. */
export type GeoboxVisit = Visit & { readonly settings: Pick<Settings, 'defaultDomainId'> }

export type GeoboxHandlers<C extends Contract> = {
  readonly [K in keyof C]: (ask: Ask<C[K]>, visit: GeoboxVisit) => Promise<Answer<C[K]>>
}
