import type { Contract } from '@muster/contract/operation.ts'
import type { BearerReader } from '../core/access/authentication/bearer.ts'
import type { Api, ApiDefinition, RequestContext } from './api.ts'
import { callerOfHeader } from './bearer-header.ts'
import { defineApi } from './define-api.ts'
import type { Limits } from './rate-limits.ts'

export type BearerApiParts = { readonly bearer: BearerReader; readonly limits: Limits }

/** What differs between these APIs; the rest has a default. */
export type BearerApiDefinition<C extends Contract, X> = Omit<
  ApiDefinition<C, X>,
  'authenticate' | 'authenticateBeforeBody' | 'headers' | 'limits'
> & {
  /** Absent: by the `Authorization` header alone. */
  readonly authenticate?: ApiDefinition<C, X>['authenticate']
  /** Headers of every response in addition to `X-Request-Id`. Absent: `Vary: Authorization`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** An API with rate limits whose callers authenticate with the secret of a session or an API key. */
export const bearerApi = <C extends Contract, X = RequestContext>(
  { bearer, limits }: BearerApiParts,
  { headers = { vary: 'Authorization' }, ...definition }: BearerApiDefinition<C, X>,
): Api =>
  defineApi<C, X>({
    authenticate: (request) => callerOfHeader(bearer, request.headers.authorization),
    limits,
    authenticateBeforeBody: true,
    ...definition,
    headers: ({ shownId }) => ({ 'x-request-id': shownId, ...headers }),
  })
