import { geobox } from '@muster/contract/geobox/all.ts'
import type { BearerReader } from '../../core/auth/bearer.ts'
import type { Face, Visit } from '../../http/face.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { faulted, refused } from './errors.ts'
import { plans } from './plans.ts'
import { authenticate } from './proof.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'
import type { GeoboxHandlers, GeoboxVisit } from './visit.ts'

/** Bytes: a description of a plan of full length, however it is written, with room for the rest. */
const bodyLimit = 524_288

const handlers = { ...auth, ...users, ...sessions, ...plans, ...apiKeys } satisfies GeoboxHandlers<
  typeof geobox
>

export type GeoboxParts = Pick<GeoboxVisit, 'settings'> & {
  readonly bearer: BearerReader
  readonly limits: Limits
}

/** What the clients of Geobox call, at `/geobox/v1`. */
export const geoboxFaces = ({ bearer, limits, settings }: GeoboxParts): readonly Face[] => {
  const told =
    (handler: (ask: never, visit: GeoboxVisit) => Promise<unknown>) => (ask: never, visit: Visit) =>
      handler(ask, { ...visit, settings })
  return [
    {
      name: 'geobox',
      prefix: '/geobox/v1',
      contract: geobox,
      handlers: Object.fromEntries(
        Object.entries(handlers).map(([name, handler]) => [name, told(handler as never)]),
      ) as Face['handlers'],
      bodyLimit,
      authenticate: authenticate(bearer),
      limits,
      proofFirst: true,
      refused,
      faulted,
      headers: ({ id }) => ({
        'x-request-id': id,
        'cache-control': 'no-store',
        // An address may hold a key: it is told to nobody.
        'referrer-policy': 'no-referrer',
        vary: 'Authorization',
        'x-content-type-options': 'nosniff',
      }),
    },
  ]
}
