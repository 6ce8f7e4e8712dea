/** A row as the drivers return it: times are text in UTC, booleans are 0 or 1. */
export type SourceRow = Readonly<Record<string, string | number | null>>

/** A table of Keystone, and the columns of a unique key by which it is read in pages. */
export type SourceTable = {
  readonly table: string
  readonly key: readonly string[]
  /** The columns to read, the key included; absent: all. */
  readonly columns?: readonly string[]
}

/** The rows of `table` whose `column` has one of the values, in the order of `order`. */
export type RelatedRows = {
  readonly table: string
  readonly column: string
  readonly values: readonly (string | number)[]
  readonly order: readonly string[]
}

/** A consistent snapshot of a Keystone database, which is only read. Every method can be called again. */
export type KeystoneSource = {
  /** The revisions of the schema; empty for a database that is not Keystone's. */
  heads(): Promise<readonly string[]>
  /** The number of rows; 0 for a table that does not exist. */
  count(table: string): Promise<number>
  pages(table: SourceTable): AsyncIterable<readonly SourceRow[]>
  related(rows: RelatedRows): Promise<readonly SourceRow[]>
}

/** Opens secrets that Keystone sealed with its credential keys; undefined without the right key. */
export type KeystoneCredentialKeys = { readonly open: (sealed: string) => string | undefined }
