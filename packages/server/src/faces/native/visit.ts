import type { Answer, Ask, Contract } from '@muster/contract/operation.ts'
import type { RowFormats } from '../../core/imports/raw-row.ts'
import type { Cursors } from '../../core/lists/cursors.ts'
import type { Settings } from '../../core/settings.ts'
import type { Visit } from '../../http/face.ts'

/** What handlers of this face see of a request. */
export type NativeVisit = Visit & {
  readonly cursors: Cursors
  readonly rowFormats: RowFormats
  readonly settings: Pick<Settings, 'deletedUserRetention' | 'sessionAbsoluteLimit'>
}

export type NativeHandlers<C extends Contract> = {
  readonly [K in keyof C]: (ask: Ask<C[K]>, visit: NativeVisit) => Promise<Answer<C[K]>>
}
