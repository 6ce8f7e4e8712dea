import { arize } from '@muster/contract/arize/all.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import type { Api } from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { apiKeys } from './api-keys.ts'
import { clientVersionOf } from './client-versions.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { organizations } from './organizations.ts'
import type { ArizeContext, ArizeHandlers, ArizeParts } from './request-context.ts'
import { roleBindings } from './role-bindings.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** Bytes: enough for a name, a description and a hundred spaces. */
const bodyLimit = 65_536

const handlers = {
  ...users,
  ...organizations,
  ...spaces,
  ...apiKeys,
  ...roleBindings,
} satisfies ArizeHandlers<typeof arize>

export type ArizeApiParts = ArizeParts & { readonly bearer: BearerReader; readonly limits: Limits }

/** The Arize API, at `/arize`. */
export const arizeApis = ({ bearer, limits, ...parts }: ArizeApiParts): readonly Api[] => {
  return [
    defineApi<typeof arize, ArizeContext>({
      name: 'arize',
      prefix: '/arize',
      contract: arize,
      handlers,
      contextOf: (context) => ({
        ...context,
        ...parts,
        dialect: clientVersionOf(context.header('sdk-version')),
      }),
      bodyLimit,
      authenticate: ({ headers }) => bearer.ofHeader(headers.authorization),
      limits,
      authenticateBeforeBody: true,
      toErrorResponse,
      renderHttpError,
      headers: ({ shownId }) => ({
        'x-request-id': shownId,
        vary: 'Authorization, sdk-version',
      }),
    }),
  ]
}
