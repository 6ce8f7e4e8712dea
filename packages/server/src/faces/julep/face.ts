import { julep } from '@muster/contract/julep/all.ts'
import type { BearerReader } from '../../core/auth/bearer.ts'
import type { Face } from '../../http/face.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { docs } from './docs.ts'
import { faulted, refused } from './errors.ts'
import { users } from './users.ts'
import type { JulepHandlers } from './visit.ts'

/** Bytes: a user with some docs of full size. */
const bodyLimit = 2_097_152

const handlers = { ...users, ...docs } satisfies JulepHandlers<typeof julep>

export type JulepParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** What the clients of Julep call, at `/julep/api`. */
export const julepFaces = ({ bearer, limits }: JulepParts): readonly Face[] => [
  {
    name: 'julep',
    prefix: '/julep/api',
    contract: julep,
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
