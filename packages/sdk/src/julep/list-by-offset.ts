import { type Paginated, paginate } from '../transport/pages.ts'

/** The largest page that the service returns, and the size of pages of an unlimited list. */
const largestPage = 1000
const defaultPage = 100

type Position = { readonly offset: number; readonly remaining: number; readonly previousFirst?: string }

/**
 * A list that is read by limit and offset. It ends with a page that is not full. A service that ignores `limit` or
 * `offset` returns a page that is too long or the same page again; both end the list too.
 */
export const listByOffset = <T extends { readonly id: string }>(
  { limit, offset = 0 }: { readonly limit?: number | undefined; readonly offset?: number | undefined },
  fetchPage: (page: { readonly limit: number; readonly offset: number | undefined }) => Promise<readonly T[]>,
): Paginated<T> =>
  paginate<T, Position>(async (position = { offset, remaining: limit ?? Number.POSITIVE_INFINITY }) => {
    const { remaining, previousFirst } = position
    const size = Math.min(remaining, limit === undefined ? defaultPage : largestPage)
    const found = await fetchPage({ limit: size, offset: position.offset || undefined })
    const first = found[0]?.id
    if (first !== undefined && first === previousFirst) return { items: [], next: undefined }
    const isLast = found.length !== size || remaining <= size
    return {
      items: found.slice(0, remaining),
      next:
        isLast || first === undefined
          ? undefined
          : { offset: position.offset + size, remaining: remaining - size, previousFirst: first },
    }
  })
