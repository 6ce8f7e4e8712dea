import { arize } from '@muster/contract/arize/all.ts'
import type { Api } from '../../http/api.ts'
import { type BearerApiParts, bearerApi } from '../../http/bearer-api.ts'
import { apiKeys } from './api-keys.ts'
import { clientVersionOf } from './client-versions.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { organizations } from './organizations.ts'
import type { ArizeContext, ArizeParts } from './request-context.ts'
import { roleBindings } from './role-bindings.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** Bytes: enough for a name, a description and a hundred spaces. */
const bodyLimit = 65_536

export type ArizeApiParts = ArizeParts & BearerApiParts

/** The Arize API, at `/arize`. */
export const arizeApis = ({ bearer, limits, ...parts }: ArizeApiParts): readonly Api[] => [
  bearerApi<typeof arize, ArizeContext>(
    { bearer, limits },
    {
      name: 'arize',
      prefix: '/arize',
      contract: arize,
      handlers: { ...users, ...organizations, ...spaces, ...apiKeys, ...roleBindings },
      contextOf: (context) => ({
        ...context,
        ...parts,
        dialect: clientVersionOf(context.header('sdk-version')),
      }),
      bodyLimit,
      headers: { vary: 'Authorization, sdk-version' },
      toErrorResponse,
      renderHttpError,
    },
  ),
]
