import { choiceOf, given, textOf } from '../search-values.ts'

/** What the address of the page of the server contains. */
export type ServerSearch = { readonly tab?: 'settings'; readonly search?: string; readonly changed?: true }

export const readServerSearch = (raw: Record<string, unknown>): ServerSearch =>
  given({
    tab: choiceOf(raw['tab'], ['settings'] as const),
    search: textOf(raw['search']),
    changed: raw['changed'] === true ? (true as const) : undefined,
  })
