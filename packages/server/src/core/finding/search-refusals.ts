import { refuse } from '../refusal.ts'

/** The database worked on a list or search for as long as the setting `search_time_limit` allows. */
export const filterTooExpensive = () =>
  refuse(
    'invalid',
    'filter_too_expensive',
    'The filter takes too long to evaluate: use fewer or more selective conditions, or a smaller page.',
  )

/** The client left before its list was there; no answer reaches it. */
export const searchAbandoned = () =>
  refuse('invalid', 'request_abandoned', 'The client closed the connection before the answer was complete.')
