import { isDomainError, notFound } from '../../core/kernel/domain-error.ts'

/** The whole number that an id is, or undefined: `1` is one, `01` and `1.0` are not. */
export const numberOf = (text: string): number | undefined => {
  const number = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(number) ? number : undefined
}

/** Nothing has this number. */
const nothing = 0

/**
 * Looks up what a text in a path names by its number. A text that is none is of nothing, and whoever may not look
 * hears that first, as of any number.
 */
export const byNumber = async <T>(
  noun: string,
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

/** The id of the session that a UUID means. Any other text stays what it is, and is no session's id. */
export const sessionIdIn = (uuid: string): string =>
  dashes.test(uuid) ? uuid.replaceAll('-', '').toLowerCase() : uuid
