import { roboto } from '@muster/contract/roboto/all.ts'
import type { Api } from '../../http/api.ts'
import { type BearerApiParts, bearerApi } from '../../http/bearer-api.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { orgs } from './orgs.ts'
import { users } from './users.ts'

/** Bytes: enough for a picture URL and a name of maximum length. */
const bodyLimit = 65_536

/** The Roboto API, at `/roboto`. */
export const robotoApis = (parts: BearerApiParts): readonly Api[] => [
  bearerApi<typeof roboto>(parts, {
    name: 'roboto',
    prefix: '/roboto',
    contract: roboto,
    handlers: { ...users, ...orgs },
    contextOf: (context) => context,
    bodyLimit,
    toErrorResponse,
    renderHttpError,
  }),
]
