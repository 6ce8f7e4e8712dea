import { account } from '@muster/contract/account-pages/account.ts'
import { anonymous } from '../../core/kernel/caller.ts'
import type { Api } from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { errorPage, renderHttpError } from './errors.ts'
import { home } from './home.ts'
import { invitation } from './invitation.ts'
import { type LanguageRequest, pageLanguage } from './page-language.ts'
import { password } from './password.ts'
import { recovery } from './recovery.ts'
import type { PageContext, PageHandlers, PageSettings, ShownServer } from './request-context.ts'
import { style } from './style.ts'

/** Maximum size of a form in bytes. */
const bodyLimit = 65_536

/** No scripts, no content from other origins, no framing (T69). */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const handlers = {
  ...home,
  ...invitation,
  ...password,
  ...recovery,
  async getStyle() {
    return {
      status: 200,
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' },
      body: style,
    }
  },
} satisfies PageHandlers<typeof account>

export type PagesParts = {
  readonly settings: PageSettings
  readonly publicUrl: () => string
  readonly limits: Limits
  readonly server: ShownServer
}

/** The path of the public URL, which a proxy can strip. */
const rootOf = (publicUrl: string): string =>
  URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/+$/, '') : ''

/** The account pages at `/account`, which emails link to: plain forms, without scripts, cookies and sessions. */
export const pageApis = (parts: PagesParts): readonly Api[] => {
  const { settings, publicUrl, limits, server } = parts
  const frameOf = (request: LanguageRequest) => ({
    root: rootOf(publicUrl()),
    ...pageLanguage(request, settings.defaultLanguage),
  })
  return [
    defineApi<typeof account, PageContext>({
      name: 'pages',
      prefix: '/account',
      frontPage: '/',
      contract: account,
      handlers,
      contextOf: ({ run, url, header }) => ({
        run,
        settings,
        server,
        ...frameOf({ url, acceptLanguage: header('accept-language') }),
      }),
      bodyLimit,
      // The link decides, not the session of the browser (T70).
      authenticate: () => anonymous,
      limits,
      toErrorResponse: (error, { url, headers }) =>
        errorPage(error, frameOf({ url, acceptLanguage: headers['accept-language'] })),
      renderHttpError: (error, { url, headers }) =>
        renderHttpError(error, frameOf({ url, acceptLanguage: headers['accept-language'] })),
      headers: ({ shownId }) => ({
        'x-request-id': shownId,
        // The home page shares its URL with the list of versions.
        vary: 'Accept, Accept-Language',
        'content-security-policy': policy,
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        // Browsers log a warning about this header without TLS.
        ...(/^https:/i.test(publicUrl()) ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
      }),
    }),
  ]
}
