import { domainError } from '../domain-error.ts'

/** A list or search exceeded the setting `search_time_limit`. */
export const filterTooExpensive = () =>
  domainError(
    'invalid',
    'filter_too_expensive',
    'The filter takes too long to evaluate. Use fewer or more selective conditions, or a smaller page.',
  )

/** The client disconnected before the response; no client receives this error. */
export const searchAbandoned = () =>
  domainError(
    'invalid',
    'request_abandoned',
    'The client closed the connection before the response was complete.',
  )

/** The maximum characters of text in a page by number, unless the page has a single row. */
export const mostPageText = 8 * 1024 * 1024

/** A page by number cannot be cut short, since clients compute the offset of the next one. */
export const pageTooLarge = () =>
  domainError(
    'invalid',
    'page_too_large',
    `The page has more than ${mostPageText} characters of text. Use a smaller limit.`,
    { parameter: 'limit' },
  )
