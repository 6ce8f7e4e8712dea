import { arize } from '@muster/contract/arize/all.ts'
import type { BearerReader } from '../../core/auth/bearer.ts'
import type { Face, Visit } from '../../http/face.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { apiKeys } from './api-keys.ts'
import { dialectOf } from './dialects.ts'
import { faulted, refused } from './errors.ts'
import { organizations } from './organizations.ts'
import { roleBindings } from './role-bindings.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'
import type { ArizeHandlers, ArizeParts, ArizeVisit } from './visit.ts'

/** Bytes: a name, a description and a hundred spaces, with room for the rest. */
const bodyLimit = 65_536

const handlers = {
  ...users,
  ...organizations,
  ...spaces,
  ...apiKeys,
  ...roleBindings,
} satisfies ArizeHandlers<typeof arize>

export type ArizeFaceParts = ArizeParts & { readonly bearer: BearerReader; readonly limits: Limits }

/** What the clients of Arize call, at `/arize`. */
export const arizeFaces = ({ bearer, limits, ...parts }: ArizeFaceParts): readonly Face[] => {
  const told = (handler: (ask: never, visit: ArizeVisit) => Promise<unknown>) => (ask: never, visit: Visit) =>
    handler(ask, { ...visit, ...parts, dialect: dialectOf(visit.header('sdk-version')) })
  return [
    {
      name: 'arize',
      prefix: '/arize',
      contract: arize,
      handlers: Object.fromEntries(
        Object.entries(handlers).map(([name, handler]) => [name, told(handler as never)]),
      ) as Face['handlers'],
      bodyLimit,
      authenticate: ({ headers }) => bearer.ofHeader(headers.authorization),
      limits,
      proofFirst: true,
      refused,
      faulted,
      headers: ({ shownId }) => ({
        'x-request-id': shownId,
        vary: 'Authorization, sdk-version',
      }),
    },
  ]
}
