import type { Contract } from '@muster/contract/operation.ts'
import type { RowFormats } from '../../core/accounts/imports/raw-row.ts'
import type { Cursors } from '../../core/kernel/paging/cursors.ts'
import type { Settings } from '../../core/kernel/settings.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'

/** The request context of the handlers of this API. */
export type NativeContext = RequestContext & {
  readonly cursors: Cursors
  readonly rowFormats: RowFormats
  readonly settings: Pick<Settings, 'deletedUserRetention' | 'sessionAbsoluteLimit'>
}

export type NativeHandlers<C extends Contract> = Handlers<C, NativeContext>
