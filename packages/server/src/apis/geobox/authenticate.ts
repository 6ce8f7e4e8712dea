import type { FastifyRequest } from 'fastify'
import { apiKeyPrefix } from '../../core/access/api-keys/api-key.ts'
import type { BearerReader } from '../../core/access/authentication/bearer.ts'
import { anonymous, type Caller } from '../../core/kernel/caller.ts'
import { domainError } from '../../core/kernel/domain-error.ts'

/**
 * Who asks: `Authorization: Bearer …` with the secret of a session or of an API key, or `apikey=…` in the query
 * (geobox.md section 2). A session is never taken from an address, which others get to see.
 */
export const authenticate =
  (bearer: BearerReader) =>
  ({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>): Caller | Promise<Caller> => {
    if (headers.authorization !== undefined) return bearer.ofHeader(headers.authorization)
    const { apikey } = (query ?? {}) as Readonly<Record<string, unknown>>
    if (apikey === undefined) return anonymous
    if (typeof apikey !== 'string' || !apikey.startsWith(apiKeyPrefix))
      throw domainError('unauthenticated', 'api_key_unreadable', 'The API key is not valid.')
    return bearer.find(apikey)
  }
