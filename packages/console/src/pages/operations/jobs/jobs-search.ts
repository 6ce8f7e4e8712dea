import { choiceOf, given } from '../search-values.ts'

/** What the address of the list of imports and bulk jobs contains. */
export type JobsSearch = { readonly tab?: 'bulk' }

export const readJobsSearch = (raw: Record<string, unknown>): JobsSearch =>
  given({ tab: choiceOf(raw['tab'], ['bulk'] as const) })
