import { domainError } from './domain-error.ts'

const controls = /\p{Cc}/u
const unpaired = /\p{Cs}/u

/** Whether the text has more than `max` Unicode code points, as JSON Schema and PostgreSQL count characters. */
export const isLongerThan = (text: string, max: number): boolean => {
  if (text.length <= max) return false
  if (text.length > 2 * max) return true
  return Array.from(text).length > max
}

/**
 * Rejects with `invalid` for `.` and `..`, which cannot be path segments: clients remove them from a URL, escaped or not
 * (RFC 3986 section 5.2.4, WHATWG URL), so a request to delete an object named `..` would delete its parent.
 */
export const checkPathSegment = (field: string, name: string, noun?: string): string => {
  if (name === '.' || name === '..')
    throw domainError(
      'invalid',
      'name_not_addressable',
      `${field} must not be "." or "..", which cannot be part of a URL path.`,
      { field, noun },
    )
  return name
}

/** Trims a single-line name. Rejects with `invalid` unless it has 1 to `max` characters without controls and lone surrogates. */
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
      `The name of a ${noun} must have at most ${max} characters.`,
      {
        field: 'name',
        noun,
      },
    )
  if (controls.test(name) || unpaired.test(name))
    throw domainError(
      'invalid',
      'name_unprintable',
      `The name of a ${noun} must not contain control characters.`,
      {
        field: 'name',
        noun,
      },
    )
  return name
}

/** A name that clients can use in paths: as `normalizeLine`, and neither `.` nor `..`. */
export const normalizeName = (noun: string, input: string, max: number): string =>
  checkPathSegment('name', normalizeLine(noun, input, max), noun)

/** Free text that a database can store. Rejects with `invalid` for NUL and lone surrogates. */
export const normalizeText = (field: string, input: string, max: number): string => {
  if (isLongerThan(input, max))
    throw domainError('invalid', 'text_too_long', `${field} must have at most ${max} characters.`, { field })
  if (input.includes('\0') || unpaired.test(input))
    throw domainError('invalid', 'text_unstorable', `${field} must not contain NUL or unpaired surrogates.`, {
      field,
    })
  return input
}

const ascii = /^[\0-\x7f]*$/

/**
 * Case-folds text for comparison: NFKC, then full case folding (Unicode 3.13). All forms of sigma are equal, `ß` is `ss`,
 * and `i`, `I`, `İ` and `ı` are equal in every language. Idempotent; `fold(x)` equals `fold(x.toUpperCase())` and
 * `fold(x.toLowerCase())`. The first lower-casing is for `ẞ` and `ᾼ`, which upper-casing does not change.
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
