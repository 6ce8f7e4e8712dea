import { BadRequest } from './api.ts'

/** Characters: what Node reads of a request line and headers together. */
const maxQueryLength = 16_384
const maxParameters = 100

/** Rejects an address that no operation can mean, before its parameters are looked at one by one. */
export const checkAddress = (url: string): void => {
  // No stored text holds NUL, and PostgreSQL rejects to be asked for it.
  if (url.includes('%00')) throw new BadRequest('An address must not hold the character NUL.')
  const start = url.indexOf('?')
  if (start < 0) return
  if (url.length - start > maxQueryLength)
    throw new BadRequest(`The query string is longer than ${maxQueryLength} characters.`)
  let parameters = 1
  for (let at = url.indexOf('&', start); at >= 0; at = url.indexOf('&', at + 1)) parameters++
  if (parameters > maxParameters)
    throw new BadRequest(`The query string has more than ${maxParameters} parameters.`)
}
