import { isDomainError, notFound } from '../../core/kernel/domain-error.ts'
import type { MissingNoun } from '../../core/kernel/error-codes.ts'

/** The number of an id, or undefined: `1` is valid, `01` and `1.0` are not. */
export const numberOf = (text: string): number | undefined => {
  const number = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(number) ? number : undefined
}

/** A number that no object has. */
const nothing = 0

/**
 * Looks up an object by the number in a path. A text that is not a number matches nothing, and the authorization check
 * comes first, as for any number.
 */
export const byNumber = async <T>(
  noun: MissingNoun,
  text: string,
  look: (number: number) => Promise<T>,
): Promise<T> => {
  const number = numberOf(text)
  try {
    return await look(number ?? nothing)
  } catch (thrown) {
    throw number === undefined && isDomainError(thrown, 'not_found') ? notFound(noun, text) : thrown
  }
}

const dashes = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The session id of a UUID. Any other text is returned unchanged and matches no session. */
export const sessionIdIn = (uuid: string): string =>
  dashes.test(uuid) ? uuid.replaceAll('-', '').toLowerCase() : uuid
