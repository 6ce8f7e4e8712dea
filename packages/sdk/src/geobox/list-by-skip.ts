import { type Paginated, paginate } from '../transport/pages.ts'

/** The size of a page unless the service allows fewer; the service documents 10 as its default and no maximum. */
const page = 100
const certainPage = 10

type Position = { readonly skip: number; readonly remaining: number; readonly previousFirst?: number }

/**
 * A list that is read by skip and limit. A page may have fewer items than requested before the end, as the service may
 * have a smaller maximum; one with fewer than the default is the last. A service that ignores `skip` returns the same page
 * again, which ends the list too.
 */
export const listBySkip = <T extends { readonly id: number }>(
  { skip, limit }: { readonly skip: number; readonly limit?: number | undefined },
  fetchPage: (page: { readonly skip: number; readonly limit: number }) => Promise<readonly T[]>,
): Paginated<T> =>
  paginate<T, Position>(async (position = { skip, remaining: limit ?? Number.POSITIVE_INFINITY }) => {
    const { remaining, previousFirst } = position
    const size = Math.min(remaining, page)
    const found = await fetchPage({ skip: position.skip, limit: size })
    const first = found[0]?.id
    if (first === undefined || first === previousFirst) return { items: [], next: undefined }
    const isLast = found.length < Math.min(size, certainPage) || remaining <= found.length
    return {
      items: found.slice(0, remaining),
      next: isLast
        ? undefined
        : { skip: position.skip + found.length, remaining: remaining - found.length, previousFirst: first },
    }
  })
