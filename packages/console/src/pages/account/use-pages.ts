import type { Page } from '@muster/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'

/** A short list of the account, whose further pages are shown on request. */
export const usePages = <Row>(
  key: readonly unknown[],
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row, string>>,
) => {
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
  return { ...list, rows: list.data?.pages.flatMap(({ items }) => items) ?? [] }
}
