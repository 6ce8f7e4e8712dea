import type { FastifyRequest } from 'fastify'
import { apiKeyPrefix } from '../../core/access/api-keys/api-key.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import { anonymous, type Caller } from '../../core/kernel/caller.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { callerOfHeader } from '../../http/bearer-header.ts'

/**
 * Authenticates by `Authorization: Bearer …` with the secret of a session or an API key, or by `apikey=…` in the query
 * (geobox.md section 2). A session secret in a URL is not accepted, because URLs are logged.
 */
export const authenticate =
  (bearer: BearerReader) =>
  ({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>): Caller | Promise<Caller> => {
    if (headers.authorization !== undefined) return callerOfHeader(bearer, headers.authorization)
    const { apikey } = (query ?? {}) as Readonly<Record<string, unknown>>
    if (apikey === undefined) return anonymous
    if (typeof apikey !== 'string' || !apikey.startsWith(apiKeyPrefix))
      throw domainError('unauthenticated', 'api_key_unreadable', 'The API key is not valid.')
    return bearer.find(apikey)
  }
