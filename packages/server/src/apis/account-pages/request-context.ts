import type { Contract } from '@muster/contract/operation.ts'
import { hasSeveralDomains } from '../../core/directory/domains/has-several-domains.ts'
import type { Settings } from '../../core/kernel/settings.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'

/** The request context of the pages; `root` is the path of the public URL. */
export type PageContext = Pick<RequestContext, 'run'> & {
  readonly settings: Pick<Settings, 'passwordRegexDescription'>
  readonly root: string
  readonly server: ShownServer
}

/** What the home page shows about the server. */
export type ShownServer = {
  readonly version: string
  /** The names of the enabled APIs. */
  readonly apis: readonly string[]
}

export type PageHandlers<C extends Contract> = Handlers<C, PageContext>

/** Whether forms need the organization field: only with more than one domain. */
export const asksOrganization = ({ run }: Pick<PageContext, 'run'>): Promise<boolean> =>
  run(hasSeveralDomains, {})

/** The operator's description of the password rules. */
export const passwordHint = ({ settings }: PageContext): string | undefined => {
  const words = settings.passwordRegexDescription?.trim().replace(/\.$/, '')
  return words ? `Required: ${words}.` : undefined
}
