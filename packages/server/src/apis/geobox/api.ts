import { geobox } from '@muster/contract/geobox/all.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import type { ApiDefinition } from '../../http/api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { authenticate } from './authenticate.ts'
import { refused, renderHttpError } from './errors.ts'
import { plans } from './plans.ts'
import type { GeoboxHandlers } from './request-context.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** Bytes: a description of a plan of full length, however it is written, with room for the rest. */
const bodyLimit = 524_288

const handlers = { ...auth, ...users, ...sessions, ...plans, ...apiKeys } satisfies GeoboxHandlers<
  typeof geobox
>

export type GeoboxParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** What the clients of Geobox call, at `/geobox/v1`. */
export const geoboxFaces = ({ bearer, limits }: GeoboxParts): readonly ApiDefinition[] => [
  {
    name: 'geobox',
    prefix: '/geobox/v1',
    contract: geobox,
    handlers: handlers as unknown as ApiDefinition['handlers'],
    bodyLimit,
    authenticate: authenticate(bearer),
    limits,
    authenticateBeforeBody: true,
    toErrorResponse: refused,
    renderHttpError,
    headers: ({ shownId }) => ({
      'x-request-id': shownId,
      // An address may hold a key: it is told to nobody.
      'referrer-policy': 'no-referrer',
      vary: 'Authorization',
    }),
  },
]
