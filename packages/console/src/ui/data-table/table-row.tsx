import { memo } from 'react'
import type { Column } from './column.ts'

type TableRowProps<Row> = {
  readonly row: Row
  readonly id: string
  readonly index: number
  /** Pixels from the top of the list. */
  readonly start: number
  readonly columns: readonly Column<Row>[]
  /** Whether Tab enters the list at this row. */
  readonly isActive: boolean
  /** Absent: rows cannot be selected. */
  readonly isSelected: boolean | undefined
  /** The name of the checkbox. */
  readonly selectLabel: string | undefined
  /** Stable, so that rows stay as they are while the list is scrolled. */
  readonly onPress: (index: number) => void
  readonly onToggle: (id: string) => void
}

const Row = <T,>(props: TableRowProps<T>) => {
  const { row, id, index, start, columns, isActive, isSelected, selectLabel, onPress, onToggle } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its rows
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className="table-row"
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => onPress(index)}
    >
      {isSelected === undefined ? null : (
        <div role="gridcell" className="table-cell table-select">
          <input
            type="checkbox"
            aria-label={selectLabel}
            checked={isSelected}
            tabIndex={-1}
            onClick={(event) => event.stopPropagation()}
            onChange={() => onToggle(id)}
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className="table-cell"
          data-column={column.id}
          style={{ width: column.width }}
        >
          <bdi>{column.cell(row) ?? '–'}</bdi>
        </div>
      ))}
    </div>
  )
}

export const TableRow = memo(Row) as typeof Row
