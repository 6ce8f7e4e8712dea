import { geobox } from '@muster/contract/geobox/all.ts'
import type { BearerReader } from '../../core/auth/bearer.ts'
import type { Face } from '../../http/face.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { faulted, refused } from './errors.ts'
import { plans } from './plans.ts'
import { authenticate } from './proof.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'
import type { GeoboxHandlers } from './visit.ts'

/** Bytes: a description of a plan of full length, however it is written, with room for the rest. */
const bodyLimit = 524_288

const handlers = { ...auth, ...users, ...sessions, ...plans, ...apiKeys } satisfies GeoboxHandlers<
  typeof geobox
>

export type GeoboxParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** What the clients of Geobox call, at `/geobox/v1`. */
export const geoboxFaces = ({ bearer, limits }: GeoboxParts): readonly Face[] => [
  {
    name: 'geobox',
    prefix: '/geobox/v1',
    contract: geobox,
    handlers: handlers as unknown as Face['handlers'],
    bodyLimit,
    authenticate: authenticate(bearer),
    limits,
    proofFirst: true,
    refused,
    faulted,
    headers: ({ shownId }) => ({
      'x-request-id': shownId,
      // An address may hold a key: it is told to nobody.
      'referrer-policy': 'no-referrer',
      vary: 'Authorization',
    }),
  },
]
