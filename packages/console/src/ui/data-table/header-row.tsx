import { useMessages } from '../../messages/use-messages.ts'
import { ariaSortOf, type Column, nextSort } from './column.ts'

type HeaderRowProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly sort: string | undefined
  readonly onSort: ((sort: string) => void) | undefined
}

export const HeaderRow = <Row,>({ columns, sort, onSort }: HeaderRowProps<Row>) => {
  const { common } = useMessages()
  const arrow = (column: Column<Row>) => {
    const direction = ariaSortOf(column.sort, sort)
    if (direction === 'ascending') return <span title={common.sortAscending}>▲</span>
    return direction === 'descending' ? <span title={common.sortDescending}>▼</span> : null
  }
  return columns.map((column) => (
    <div
      key={column.id}
      role="columnheader"
      aria-sort={ariaSortOf(column.sort, sort)}
      className="table-cell"
      data-column={column.id}
      style={{ width: column.width }}
    >
      {column.sort === undefined || onSort === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          className="sort-button"
          onClick={() => onSort(nextSort(column.sort ?? '', sort))}
        >
          {column.header} {arrow(column)}
        </button>
      )}
    </div>
  ))
}
