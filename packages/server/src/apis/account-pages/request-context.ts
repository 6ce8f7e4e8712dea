import type { Contract, OperationRequest, OperationResponse } from '@muster/contract/operation.ts'
import { hasSeveralDomains } from '../../core/directory/domains/has-several-domains.ts'
import type { Settings } from '../../core/kernel/settings.ts'
import type { RequestContext } from '../../http/api.ts'

/** What the pages see of a request, and where they are: the path of the public address. */
export type PageVisit = Pick<RequestContext, 'run'> & {
  readonly settings: Pick<Settings, 'passwordRegexDescription'>
  readonly root: string
  readonly server: ShownServer
}

/** What the home page shows of the server. */
export type ShownServer = {
  readonly version: string
  /** The names of the APIs that are served. */
  readonly apis: readonly string[]
}

export type PageHandlers<C extends Contract> = {
  readonly [K in keyof C]: (
    request: OperationRequest<C[K]>,
    context: PageVisit,
  ) => Promise<OperationResponse<C[K]>>
}

/** The organization is a field only where it can make a difference. */
export const asksOrganization = ({ run }: Pick<PageVisit, 'run'>): Promise<boolean> =>
  run(hasSeveralDomains, {})

/** What is asked of passwords, where the operator has said it in words. */
export const passwordHint = ({ settings }: PageVisit): string | undefined => {
  const words = settings.passwordRegexDescription?.trim().replace(/\.$/, '')
  return words ? `Required: ${words}.` : undefined
}
