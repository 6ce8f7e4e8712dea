import { domainError } from './domain-error.ts'

const controls = /\p{Cc}/u
const unpaired = /\p{Cs}/u

/** Whether a text has more than `max` characters: Unicode code points, as JSON Schema and PostgreSQL count them. */
export const isLongerThan = (text: string, max: number): boolean => {
  if (text.length <= max) return false
  if (text.length > 2 * max) return true
  return Array.from(text).length > max
}

/**
 * Rejects with `.` and `..` for a name that clients put into a path. Clients take these two out of an address before they
 * send it, escaped or not (RFC 3986 section 5.2.4, WHATWG URL): a request to delete what is called `..` would delete
 * what it belongs to.
 */
export const checkPathSegment = (field: string, name: string): string => {
  if (name === '.' || name === '..')
    throw domainError(
      'invalid',
      'name_not_addressable',
      `${field} must not be "." or "..": no client could write it in an address.`,
      { field },
    )
  return name
}

/** One line: trimmed, at least one visible character, at most `max` characters, no control or broken characters. */
export const normalizeLine = (noun: string, input: string, max: number): string => {
  const name = input.trim()
  if (name === '')
    throw domainError('invalid', 'name_blank', `The name of a ${noun} must not be blank.`, {
      field: 'name',
      noun,
    })
  if (isLongerThan(name, max))
    throw domainError(
      'invalid',
      'name_too_long',
      `The name of a ${noun} is at most ${max} characters long.`,
      {
        field: 'name',
        noun,
      },
    )
  if (controls.test(name) || unpaired.test(name))
    throw domainError(
      'invalid',
      'name_unprintable',
      `The name of a ${noun} must not hold control characters.`,
      {
        field: 'name',
        noun,
      },
    )
  return name
}

/** A name as people give it, and as clients look it up in paths: a line, and neither `.` nor `..`. */
export const normalizeName = (noun: string, input: string, max: number): string =>
  checkPathSegment('name', normalizeLine(noun, input, max))

/** Free text that a database can keep: NUL and broken surrogates are refused, not dropped. */
export const normalizeText = (field: string, input: string, max: number): string => {
  if (isLongerThan(input, max))
    throw domainError('invalid', 'text_too_long', `${field} is at most ${max} characters long.`, { field })
  if (input.includes('\0') || unpaired.test(input))
    throw domainError('invalid', 'text_unstorable', `${field} must not hold NUL or broken characters.`, {
      field,
    })
  return input
}

const ascii = /^[\0-\x7f]*$/

/**
 * Text as it is compared where case does not matter: NFKC, then full case folding (Unicode 3.13). Every sigma is
 * one letter, `ß` is `ss`, and `i`, `I`, `İ` and `ı` are one letter in every language. Idempotent; `fold(x)` equals
 * `fold(x.toUpperCase())` and `fold(x.toLowerCase())`. The lower case first is for `ẞ` and `ᾼ`, which have no upper case
 * of their own.
 */
export const fold = (text: string): string => {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(/i\u0307+/g, 'i')
    .normalize('NFKC')
}
