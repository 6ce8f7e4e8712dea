import type { Page } from '@muster/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

export type PagedColumn<Row> = { readonly header: string; readonly cell: (row: Row) => ReactNode }

type PagedTableProps<Row> = {
  readonly label: string
  readonly columns: readonly PagedColumn<Row>[]
  readonly queryKey: readonly unknown[]
  readonly page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row, string>>
  readonly rowKey: (row: Row) => string
  readonly filter?: (row: Row) => boolean
  /** Shown in place of rows when there are none. */
  readonly empty: string
}

/** A text can be in any script; it is aligned as its column. */
const isolated = (cell: ReactNode): ReactNode =>
  typeof cell === 'string' ? <bdi className="user-clamp">{cell}</bdi> : (cell ?? '–')

/** The objects of one user: usually few, with buttons in the rows; more are read on request. */
export const PagedTable = <Row,>(props: PagedTableProps<Row>) => {
  const { label, columns, queryKey, page, rowKey, filter, empty } = props
  const { common, user } = useMessages()
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, refetch } =
    useInfiniteQuery({
      queryKey,
      queryFn: ({ pageParam, signal }) => page(pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next,
    })
  if (isPending) return <p aria-busy="true">{common.loading}</p>
  const all = data?.pages.flatMap(({ items }) => items) ?? []
  const rows = filter ? all.filter(filter) : all
  return (
    <>
      {rows.length === 0 && !error ? <p>{empty}</p> : null}
      {rows.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="user-table" aria-label={label} tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                {columns.map(({ header }) => (
                  <th key={header} scope="col">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={rowKey(row)}>
                  {columns.map(({ header, cell }) => (
                    <td key={header} data-label={header}>
                      <div className="user-cell">{isolated(cell(row))}</div>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {error ? (
        <ErrorNotice error={error} onRetry={() => void (all.length === 0 ? refetch() : fetchNextPage())} />
      ) : null}
      {hasNextPage && !error ? (
        <div>
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {user.showMore}
          </Button>
        </div>
      ) : null}
    </>
  )
}
