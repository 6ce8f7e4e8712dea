import type { Position } from './position.ts'

/** What a cursor continues, and for whom: the same list, asked for in the same way, by the same user. */
export type CursorOf = {
  readonly list: string
  readonly userId: string
  /** Filters and order, as JSON can hold them. */
  readonly asked: unknown
}

/** Positions as opaque signed text. `open` answers undefined for whatever was not sealed for the same (T74). */
export type Cursors = {
  seal(of: CursorOf, position: Position): string
  open(of: CursorOf, cursor: string): Position | undefined
}
