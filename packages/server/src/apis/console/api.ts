import { console as contract } from '@muster/contract/console/console.ts'
import { anonymous } from '../../core/kernel/caller.ts'
import type { Api, RequestContext } from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { ConsoleFiles } from './console-files.ts'
import { errorText, renderHttpError } from './errors.ts'
import { assetResponse, notBuilt, pageResponse } from './responses.ts'

type ConsoleParts = {
  readonly files: ConsoleFiles
  readonly publicUrl: () => string
  /** Random text for a `nonce` of the Content-Security-Policy. */
  readonly makeNonce: () => string
}

/**
 * The web console at `/console`: static files, without rate limits, since one visit loads many. What it shows, it reads
 * from the native API and Identity v3.
 */
export const consoleApis = ({ files, publicUrl, makeNonce }: ConsoleParts): readonly Api[] => {
  const showPage = async () => {
    const page = await files.page()
    return page === undefined ? notBuilt : pageResponse(page, { publicUrl: publicUrl(), nonce: makeNonce() })
  }
  return [
    defineApi<typeof contract>({
      name: 'console',
      prefix: '/console',
      contract,
      handlers: {
        getConsole: showPage,
        getConsolePage: showPage,
        getConsoleFile: ({ params }, { header }: RequestContext) =>
          assetResponse(files, params.file, header('accept-encoding')),
      },
      contextOf: (context) => context,
      bodyLimit: 1024,
      // The page is the same for every user.
      authenticate: () => anonymous,
      toErrorResponse: errorText,
      renderHttpError,
      headers: ({ shownId }) => ({
        'x-request-id': shownId,
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      }),
    }),
  ]
}
