import { geobox } from '@muster/contract/geobox/all.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import type { Api, Handlers } from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { authenticate } from './authenticate.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { plans } from './plans.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** Bytes: enough for a plan description of maximum length in any encoding. */
const bodyLimit = 524_288

const handlers = { ...auth, ...users, ...sessions, ...plans, ...apiKeys } satisfies Handlers<typeof geobox>

export type GeoboxParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** The Geobox API, at `/geobox/v1`. */
export const geoboxApis = ({ bearer, limits }: GeoboxParts): readonly Api[] => [
  defineApi<typeof geobox>({
    name: 'geobox',
    prefix: '/geobox/v1',
    contract: geobox,
    handlers,
    contextOf: (context) => context,
    bodyLimit,
    authenticate: authenticate(bearer),
    limits,
    authenticateBeforeBody: true,
    toErrorResponse,
    renderHttpError,
    headers: ({ shownId }) => ({
      'x-request-id': shownId,
      // A URL can contain a key, so it is never sent as a referrer.
      'referrer-policy': 'no-referrer',
      vary: 'Authorization',
    }),
  }),
]
