import { geobox } from '@muster/contract/geobox/all.ts'
import type { Api } from '../../http/api.ts'
import { type BearerApiParts, bearerApi } from '../../http/bearer-api.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { authenticate } from './authenticate.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { plans } from './plans.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** Bytes: enough for a plan description of maximum length in any encoding. */
const bodyLimit = 524_288

/** The Geobox API, at `/geobox/v1`. */
export const geoboxApis = (parts: BearerApiParts): readonly Api[] => [
  bearerApi<typeof geobox>(parts, {
    name: 'geobox',
    prefix: '/geobox/v1',
    contract: geobox,
    handlers: { ...auth, ...users, ...sessions, ...plans, ...apiKeys },
    contextOf: (context) => context,
    bodyLimit,
    authenticate: authenticate(parts.bearer),
    headers: {
      // A URL can contain a key, so it is never sent as a referrer.
      'referrer-policy': 'no-referrer',
      vary: 'Authorization',
    },
    toErrorResponse,
    renderHttpError,
  }),
]
