import type { Answer, Ask, Contract } from '@muster/contract/operation.ts'
import type { Visit } from '../../http/face.ts'

export type GeoboxHandlers<C extends Contract> = {
  readonly [K in keyof C]: (ask: Ask<C[K]>, visit: Visit) => Promise<Answer<C[K]>>
}
