import type { BearerReader } from '../core/access/authentication/bearer.ts'
import { anonymous, type Caller } from '../core/kernel/caller.ts'
import { domainError } from '../core/kernel/domain-error.ts'

/** The caller of the header `Authorization: Bearer <secret>` (RFC 6750 section 2.1); anonymous without the header. */
export const callerOfHeader = (
  bearer: BearerReader,
  authorization: string | undefined,
): Caller | Promise<Caller> => {
  if (authorization === undefined) return anonymous
  const secret = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
  if (secret === undefined)
    throw domainError(
      'unauthenticated',
      'bearer_unreadable',
      'The Authorization header must have the form: Bearer <secret>.',
    )
  return bearer.find(secret)
}
