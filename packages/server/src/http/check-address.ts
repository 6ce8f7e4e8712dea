import { BadRequest } from './api.ts'

/** Characters; Node's limit for the request line and the headers together. */
const maxQueryLength = 16_384
const maxParameters = 100

/** Rejects a URL that no operation accepts, before its parameters are parsed. */
export const checkAddress = (url: string): void => {
  // No stored text contains NUL, and PostgreSQL rejects queries with it.
  if (url.includes('%00')) throw new BadRequest('A URL must not contain the character NUL.')
  const start = url.indexOf('?')
  if (start < 0) return
  if (url.length - start > maxQueryLength)
    throw new BadRequest(`The query string is longer than ${maxQueryLength} characters.`)
  let parameters = 1
  for (let at = url.indexOf('&', start); at >= 0; at = url.indexOf('&', at + 1)) parameters++
  if (parameters > maxParameters)
    throw new BadRequest(`The query string has more than ${maxParameters} parameters.`)
}
