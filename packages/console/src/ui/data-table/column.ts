import type { ReactNode } from 'react'

export type Column<Row> = {
  readonly id: string
  readonly header: string
  /** Pixels. */
  readonly width: number
  readonly cell: (row: Row) => ReactNode
  /** The name of the server's order; absent: the list cannot be sorted by it. */
  readonly sort?: string
}

/** The next order after a click on a header: ascending, descending, and again. */
export const nextSort = (sort: string, current: string | undefined): string =>
  current === sort ? `-${sort}` : sort

export const ariaSortOf = (sort: string | undefined, current: string | undefined) => {
  if (sort === undefined) return undefined
  if (current === sort) return 'ascending'
  return current === `-${sort}` ? 'descending' : 'none'
}
