/**
 * The last row that was seen of a list: its id, and its value of the attribute that the list is sorted by, null
 * where it has none.
 */
export type Position = {
  readonly id: string
  readonly value?: string | number | null
  /** In place of `value` where several attributes sort: one of each. */
  readonly values?: readonly (string | number | null)[]
}

/** How a list is sorted; rows of the same value follow each other by id. */
export type Sort<Key extends string> = { readonly key: Key; readonly descending: boolean }
