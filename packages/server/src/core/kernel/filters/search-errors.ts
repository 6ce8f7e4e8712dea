import { domainError } from '../domain-error.ts'

/** The database worked on a list or search for as long as the setting `search_time_limit` allows. */
export const filterTooExpensive = () =>
  domainError(
    'invalid',
    'filter_too_expensive',
    'The filter takes too long to evaluate: use fewer or more selective conditions, or a smaller page.',
  )

/** The client left before its list was there; no answer reaches it. */
export const searchAbandoned = () =>
  domainError(
    'invalid',
    'request_abandoned',
    'The client closed the connection before the answer was complete.',
  )

/** Characters of text that a page of a list by number has at most, unless it has one row alone. */
export const mostPageText = 8 * 1024 * 1024

/** A page by number cannot end early, as its clients count rows to the next one. */
export const pageTooLarge = () =>
  domainError(
    'invalid',
    'page_too_large',
    `The page has more than ${mostPageText} characters of text: use a smaller limit.`,
    { parameter: 'limit' },
  )
