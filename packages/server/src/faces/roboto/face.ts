import { roboto } from '@muster/contract/roboto/all.ts'
import type { BearerReader } from '../../core/auth/bearer.ts'
import type { Face } from '../../http/face.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { faulted, refused } from './errors.ts'
import { orgs } from './orgs.ts'
import { users } from './users.ts'
import type { RobotoHandlers } from './visit.ts'

/** Bytes: a picture address and a name of full length, with room for the rest. */
const bodyLimit = 65_536

const handlers = { ...users, ...orgs } satisfies RobotoHandlers<typeof roboto>

export type RobotoParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** What the clients of Roboto call, at `/roboto`. */
export const robotoFaces = ({ bearer, limits }: RobotoParts): readonly Face[] => [
  {
    name: 'roboto',
    prefix: '/roboto',
    contract: roboto,
    handlers: handlers as unknown as Face['handlers'],
    bodyLimit,
    authenticate: ({ headers }) => bearer.ofHeader(headers.authorization),
    limits,
    proofFirst: true,
    refused,
    faulted,
    headers: ({ shownId }) => ({
      'x-request-id': shownId,
      vary: 'Authorization',
    }),
  },
]
