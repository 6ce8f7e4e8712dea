import { refuse } from './refusal.ts'

const controls = /\p{Cc}/u
const unpaired = /\p{Cs}/u

/**
 * A name as people give it: trimmed, at least one visible character, at most `max` UTF-16 units, no control
 * characters and no broken surrogates, which no client can show and some databases refuse.
 */
export const cleanName = (noun: string, given: string, max: number): string => {
  const name = given.trim()
  if (name === '')
    throw refuse('invalid', 'name_blank', `The name of a ${noun} must not be blank.`, {
      field: 'name',
      noun,
    })
  if (name.length > max)
    throw refuse('invalid', 'name_too_long', `The name of a ${noun} is at most ${max} characters long.`, {
      field: 'name',
      noun,
    })
  if (controls.test(name) || unpaired.test(name))
    throw refuse('invalid', 'name_unprintable', `The name of a ${noun} must not hold control characters.`, {
      field: 'name',
      noun,
    })
  return name
}

/** Free text that a database can keep: NUL and broken surrogates are refused, not dropped. */
export const cleanText = (field: string, given: string, max: number): string => {
  if (given.length > max)
    throw refuse('invalid', 'text_too_long', `${field} is at most ${max} characters long.`, { field })
  if (given.includes('\0') || unpaired.test(given))
    throw refuse('invalid', 'text_unstorable', `${field} must not hold NUL or broken characters.`, { field })
  return given
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
