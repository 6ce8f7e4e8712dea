import type { Page } from '@muster/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { ErrorNotice } from '../error-notice.tsx'
import type { Column } from './column.ts'
import { HeaderRow } from './header-row.tsx'
import { TableRow } from './table-row.tsx'
import { useRowKeys } from './use-row-keys.ts'

export type { Column } from './column.ts'

/** A list of the server. */
export type ListSource<Row> = {
  /** Identifies the list and its conditions in the cache. */
  readonly key: readonly unknown[]
  /** Fetches the first page, or the one at a cursor. */
  readonly page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row, string>>
}

export type Selection = {
  readonly keys: ReadonlySet<string>
  readonly onChange: (keys: ReadonlySet<string>) => void
  /** The name of the checkbox of a row. */
  readonly labelOf: (key: string) => string
  /** The name of a checkbox that selects all rows fetched so far. */
  readonly allLabel?: string
}

type DataTableProps<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly list: ListSource<Row>
  readonly rowKey: (row: Row) => string
  readonly sort?: string | undefined
  readonly onSort?: (sort: string) => void
  /** Called by Enter on a row and by a click on it. */
  readonly onOpen?: (row: Row) => void
  readonly selection?: Selection
  /** Shown in place of rows when there are none. */
  readonly empty?: ReactNode
}

const rowHeight = 40

/** Rows from this many before the end on, the next page is fetched; a quarter of a shorter list. */
const ahead = 60

/** A list of any length: pages are fetched while it is scrolled, and only visible rows are in the document. */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const { label, columns, list, rowKey, sort, onSort, onOpen, selection, empty } = props
  const { common } = useMessages()
  const scroller = useRef<HTMLDivElement>(null)
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, refetch } =
    useInfiniteQuery({
      queryKey: list.key,
      queryFn: ({ pageParam, signal }) => list.page(pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next,
      // All pages that were loaded would be read again.
      refetchOnWindowFocus: false,
    })
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (
      hasNextPage &&
      !isFetchingNextPage &&
      !error &&
      last >= rows.length - Math.min(ahead, rows.length / 4)
    )
      void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, error, fetchNextPage])
  const { active, onKeyDown, setActive } = useRowKeys({
    count: rows.length,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onOpen: (index) => {
      const row = rows[index]
      if (row !== undefined) onOpen?.(row)
    },
    onSelect: (index) => {
      const row = rows[index]
      if (row !== undefined && selection) toggle(selection, rowKey(row))
    },
  })
  // Rows get the same functions in every render, and use what is current when they are called.
  const latest = useRef({ rows, selection, onOpen })
  latest.current = { rows, selection, onOpen }
  const onPress = useCallback(
    (index: number) => {
      setActive(index)
      const row = latest.current.rows[index]
      if (row !== undefined) latest.current.onOpen?.(row)
    },
    [setActive],
  )
  const onToggle = useCallback((key: string) => {
    if (latest.current.selection) toggle(latest.current.selection, key)
  }, [])
  if (error && rows.length === 0) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  return (
    <div className="table-frame">
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={hasNextPage ? -1 : rows.length + 1}
        aria-busy={isPending}
        aria-multiselectable={selection ? true : undefined}
        className="table"
        tabIndex={rows.length === 0 ? 0 : -1}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className="table-row table-header">
          {selection ? (
            <div role="columnheader" className="table-cell table-select">
              {selection.allLabel === undefined ? (
                <span className="visually-hidden">{common.actions}</span>
              ) : (
                <input
                  type="checkbox"
                  aria-label={selection.allLabel}
                  // The number of rows may be known before the rows are.
                  disabled={rows.length === 0}
                  checked={rows.length > 0 && rows.every((row) => selection.keys.has(rowKey(row)))}
                  onChange={({ target }) =>
                    selection.onChange(setAll(selection.keys, rows.map(rowKey), target.checked))
                  }
                />
              )}
            </div>
          ) : null}
          <HeaderRow columns={columns} sort={sort} onSort={onSort} />
        </div>
        <div role="rowgroup" className="table-rows" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const key = rowKey(row)
            return (
              <TableRow
                key={key}
                row={row}
                id={key}
                index={index}
                start={start}
                columns={columns}
                isActive={index === active}
                isSelected={selection?.keys.has(key)}
                selectLabel={selection?.labelOf(key)}
                onPress={onPress}
                onToggle={onToggle}
              />
            )
          })}
        </div>
        {isPending ? <p className="table-note">{common.loading}</p> : null}
        {!isPending && rows.length === 0 ? (
          <div className="table-note">{empty ?? common.nothingFound}</div>
        ) : null}
        {isFetchingNextPage ? <p className="table-note">{common.loadingMore}</p> : null}
      </div>
      {error ? <ErrorNotice error={error} onRetry={() => void fetchNextPage()} /> : null}
    </div>
  )
}

const setAll = (keys: ReadonlySet<string>, all: readonly string[], isOn: boolean): ReadonlySet<string> =>
  isOn ? keys.union(new Set(all)) : keys.difference(new Set(all))

const toggle = ({ keys, onChange }: Selection, key: string): void => {
  const changed = new Set(keys)
  if (!changed.delete(key)) changed.add(key)
  onChange(changed)
}
