import { type KeyboardEvent, useState } from 'react'

type Position = { readonly row: number; readonly column: number }

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))

/** The keys of a grid whose cells contain one button each: arrows, Home and End move; one cell is in the tab order. */
export const useCellKeys = (rows: number, columns: number) => {
  const [active, setActive] = useState<Position>({ row: 0, column: 0 })
  const current = { row: clamp(active.row, rows), column: clamp(active.column, columns) }
  const targetOf = (key: string, isWhole: boolean, { row, column }: Position): Position | undefined => {
    const forward = document.documentElement.dir === 'rtl' ? -1 : 1
    const targets: Readonly<Record<string, Position>> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + forward },
      ArrowLeft: { row, column: column - forward },
      Home: { row: isWhole ? 0 : row, column: 0 },
      End: { row: isWhole ? rows - 1 : row, column: columns - 1 },
    }
    return targets[key]
  }
  return {
    setActive,
    positionOf: (row: number, column: number) => ({
      'data-cell': `${row}:${column}`,
      tabIndex: row === current.row && column === current.column ? 0 : -1,
    }),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (!(event.target instanceof HTMLButtonElement)) return
      const [row = 0, column = 0] = (event.target.dataset['cell'] ?? '').split(':').map(Number)
      const target = targetOf(event.key, event.ctrlKey, { row, column })
      if (target === undefined) return
      event.preventDefault()
      const next = { row: clamp(target.row, rows), column: clamp(target.column, columns) }
      setActive(next)
      event.currentTarget
        .querySelector<HTMLButtonElement>(`[data-cell="${next.row}:${next.column}"]`)
        ?.focus()
    },
  }
}
