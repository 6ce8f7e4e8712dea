import type { Position } from './position.ts'

/** The list, query and user that a cursor is bound to. */
export type CursorOf = {
  readonly list: string
  readonly userId: string
  /** Filters and order, as JSON can hold them. */
  readonly asked: unknown
}

/** Positions as opaque signed text. `open` returns undefined unless the cursor was sealed for the same list, query and user (T74). */
export type Cursors = {
  seal(of: CursorOf, position: Position): string
  open(of: CursorOf, cursor: string): Position | undefined
}
