import { ArgumentError } from './errors.ts'
import type { Authorization } from './transport.ts'

/**
 * `Authorization: Bearer <secret>` (RFC 6750). Throws `ArgumentError` for a secret that is empty or that a header
 * cannot contain; the error does not quote the secret.
 */
export const bearerAuthorization = (argument: string, secret: unknown): Authorization => {
  if (typeof secret !== 'string' || !/^[\x21-\x7e]+$/.test(secret))
    throw new ArgumentError(argument, 'must be text of printable ASCII characters without spaces')
  const authorization = `Bearer ${secret}`
  return { headers: () => ({ authorization }) }
}
