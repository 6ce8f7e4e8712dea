/** What the address of the list of users contains. */
export type UsersSearch = {
  readonly search?: string
  /** A condition in CQL2 text. */
  readonly filter?: string
  readonly sort?: string
  /** The id of a domain. */
  readonly domain?: string
  /** Ids of the columns, separated by commas; absent: the usual ones. */
  readonly columns?: string
}

export const usersSearchKeys = ['search', 'filter', 'sort', 'domain', 'columns'] as const

/** The router reads `search=42` as a number. */
const textOf = (value: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof value) && value !== '' ? String(value) : undefined

export const readUsersSearch = (raw: Record<string, unknown>): UsersSearch =>
  Object.fromEntries(
    usersSearchKeys.flatMap((key) => {
      const text = textOf(raw[key])
      return text === undefined ? [] : [[key, text]]
    }),
  )

/** Characters that the server takes as a search. */
const longestSearch = 255

/** The conditions of the list, as the API takes them. */
export const conditionsOf = ({ search, filter, domain }: UsersSearch) => ({
  ...(search === undefined ? {} : { search: search.slice(0, longestSearch) }),
  ...(filter === undefined ? {} : { filter }),
  ...(domain === undefined ? {} : { domain_id: domain }),
})
