import type { Contract } from '@muster/contract/operation.ts'
import { callerDomain } from '../../core/directory/users/look-up-user.ts'
import type { Cursors } from '../../core/kernel/paging/cursors.ts'
import type { Settings } from '../../core/kernel/settings.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import type { ClientVersion } from './client-versions.ts'

export type ArizeParts = {
  readonly cursors: Cursors
  readonly settings: Pick<Settings, 'defaultDomainId'>
  /** Unix milliseconds. */
  readonly now: () => number
}

/** The request context of the handlers of this API. */
export type ArizeContext = RequestContext & ArizeParts & { readonly dialect: ClientVersion }

export type ArizeHandlers<C extends Contract> = Handlers<C, ArizeContext>

/** The domain that clients call the account. */
export const accountOf = ({ caller, settings }: ArizeContext): string =>
  callerDomain({ caller, ports: { settings } })

export const time = (ms: number): string => new Date(ms).toISOString()
