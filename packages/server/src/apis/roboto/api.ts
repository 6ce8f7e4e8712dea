import { roboto } from '@muster/contract/roboto/all.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import type { Api, Handlers } from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { orgs } from './orgs.ts'
import { users } from './users.ts'

/** Bytes: enough for a picture URL and a name of maximum length. */
const bodyLimit = 65_536

const handlers = { ...users, ...orgs } satisfies Handlers<typeof roboto>

export type RobotoParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** The Roboto API, at `/roboto`. */
export const robotoApis = ({ bearer, limits }: RobotoParts): readonly Api[] => [
  defineApi<typeof roboto>({
    name: 'roboto',
    prefix: '/roboto',
    contract: roboto,
    handlers,
    contextOf: (context) => context,
    bodyLimit,
    authenticate: ({ headers }) => bearer.ofHeader(headers.authorization),
    limits,
    authenticateBeforeBody: true,
    toErrorResponse,
    renderHttpError,
    headers: ({ shownId }) => ({
      'x-request-id': shownId,
      vary: 'Authorization',
    }),
  }),
]
