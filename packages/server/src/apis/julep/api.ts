import { julep } from '@muster/contract/julep/all.ts'
import type { Api } from '../../http/api.ts'
import { type BearerApiParts, bearerApi } from '../../http/bearer-api.ts'
import { docs } from './docs.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { users } from './users.ts'

/** Bytes: enough for a user with some docs of maximum size. */
const bodyLimit = 2_097_152

/** The Julep API, at `/julep/api`. */
export const julepApis = (parts: BearerApiParts): readonly Api[] => [
  bearerApi<typeof julep>(parts, {
    name: 'julep',
    prefix: '/julep/api',
    contract: julep,
    handlers: { ...users, ...docs },
    contextOf: (context) => context,
    bodyLimit,
    toErrorResponse,
    renderHttpError,
  }),
]
