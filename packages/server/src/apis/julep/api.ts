import { julep } from '@muster/contract/julep/all.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import type { Api, Handlers } from '../../http/api.ts'
import { defineApi } from '../../http/define-api.ts'
import type { Limits } from '../../http/rate-limits.ts'
import { docs } from './docs.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { users } from './users.ts'

/** Bytes: enough for a user with some docs of maximum size. */
const bodyLimit = 2_097_152

const handlers = { ...users, ...docs } satisfies Handlers<typeof julep>

export type JulepParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** The Julep API, at `/julep/api`. */
export const julepApis = ({ bearer, limits }: JulepParts): readonly Api[] => [
  defineApi<typeof julep>({
    name: 'julep',
    prefix: '/julep/api',
    contract: julep,
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
