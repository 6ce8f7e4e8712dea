/** What the address of the list of users contains. */
export type UsersSearch = {
  readonly search?: string
  readonly filter?: string
  readonly sort?: string
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const readUsersSearch = (raw: Record<string, unknown>): UsersSearch => {
  const [search, filter, sort] = [textOf(raw['search']), textOf(raw['filter']), textOf(raw['sort'])]
  return { ...(search ? { search } : {}), ...(filter ? { filter } : {}), ...(sort ? { sort } : {}) }
}
