import { ArgumentError, ClientError } from './errors.ts'

/** One page, and how to fetch the next one; undefined on the last page. */
export type Page<T, Cursor> = { readonly items: readonly T[]; readonly next: Cursor | undefined }

/** A list that fetches its pages while it is read: `for await (const user of muster.users.list())`. */
export type Paginated<T> = AsyncIterable<T> & {
  /** The pages as the server sends them. */
  readonly pages: () => AsyncIterable<readonly T[]>
  /** The first `limit` items. */
  readonly toArray: (options: { readonly limit: number }) => Promise<T[]>
}

/** A list whose pages can also be fetched one by one, in any order. */
export type PaginatedByCursor<T, Cursor = string> = Paginated<T> & {
  /** The first page, or the one at a cursor that another page returned in `next`. */
  readonly page: (cursor?: Cursor) => Promise<Page<T, Cursor>>
}

/** Makes a list from a function that fetches the page at a cursor; undefined is the first page. */
export const paginate = <T, Cursor>(
  fetchPage: (cursor: Cursor | undefined) => Promise<Page<T, Cursor>>,
): PaginatedByCursor<T, Cursor> => {
  async function* pages() {
    let cursor: Cursor | undefined
    const seen = new Set<string | undefined>()
    do {
      const page = await fetchPage(cursor)
      cursor = page.next
      const key = JSON.stringify(cursor)
      // A server that repeats a cursor would repeat the list for ever.
      if (seen.has(key)) throw new ClientError('The server returned the same page twice.')
      if (cursor !== undefined) seen.add(key)
      yield page.items
    } while (cursor !== undefined)
  }
  async function* items() {
    for await (const page of pages()) yield* page
  }
  return {
    [Symbol.asyncIterator]: items,
    page: (cursor) => fetchPage(cursor),
    pages,
    async toArray({ limit }) {
      if (!(limit > 0)) throw new ArgumentError('limit', 'must be a positive number')
      const found: T[] = []
      for await (const item of items()) {
        found.push(item)
        if (found.length >= limit) break
      }
      return found
    },
  }
}
