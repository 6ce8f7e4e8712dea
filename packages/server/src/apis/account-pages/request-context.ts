import type { Contract } from '@muster/contract/operation.ts'
import { hasSeveralDomains } from '../../core/directory/domains/has-several-domains.ts'
import type { Settings } from '../../core/kernel/settings.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import type { PageLanguage } from './page-language.ts'

/** The settings that pages show. */
export type PageSettings = Pick<
  Settings,
  'defaultLanguage' | 'passwordMinLength' | 'passwordRegexDescription'
>

/** The request context of the pages; `root` is the path of the public URL. */
export type PageContext = Pick<RequestContext, 'run'> &
  PageLanguage & {
    readonly settings: PageSettings
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
export const passwordHint = ({ settings, texts }: PageContext): string | undefined => {
  const rules = settings.passwordRegexDescription?.trim().replace(/\.$/, '')
  return rules ? texts.fields.required(rules) : undefined
}
