/**
 * The last row of a list already seen: its id, and its value of the sort attribute, null where it has none.
 */
export type Position = {
  readonly id: string
  readonly value?: string | number | null
  /** The values of several sort attributes, in place of `value`. */
  readonly values?: readonly (string | number | null)[]
}

/** A sort order; rows with equal values are ordered by id. */
export type Sort<Key extends string> = { readonly key: Key; readonly descending: boolean }
