import type { BlobSeal } from '../../access/credentials/blobs.ts'
import type { NameSpace } from '../../kernel/names/name-store.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import type { Imported, NounName } from './imported.ts'
import type { NameInSpace, Referable } from './keystone-import-store.ts'
import type { KeystoneCredentialKeys, SourceRow, SourceTable } from './keystone-source.ts'

/** Rows of another table that belong to a row: those whose `column` has the value of `of`. */
export type RelatedPart = {
  readonly part: string
  readonly table: string
  readonly column: string
  /** A column of the row itself, or of the rows of an earlier part. */
  readonly of: { readonly part?: string; readonly column: string }
  readonly order: readonly string[]
}

/** The rows of a table that name a row by one of its columns, in the order of a unique key. */
export const partOf = (
  part: string,
  [table, column]: readonly [table: string, column: string],
  of: string,
  order: readonly string[],
): RelatedPart => ({ part, table, column, of: { column: of }, order })

export type Parts = Readonly<Record<string, readonly SourceRow[]>>

export type Reading = Pick<ReadContext, 'ports' | 'now'> & {
  readonly credentialKeys: KeystoneCredentialKeys | undefined
  readonly blobs: BlobSeal
  /** Why domain options cannot come, by the key of their rows. */
  readonly rejectedOptions: ReadonlyMap<string, string>
}

/** An object that must exist in Muster. */
export type ImportReference = { readonly kind: Referable; readonly id: string; readonly column: string }

/** A reference that can be null. */
export const optionalReference = (
  kind: Referable,
  id: string | null,
  column: string,
): readonly ImportReference[] => (id === null ? [] : [{ kind, id, column }])

export type ReadRow<K extends NounName> = {
  readonly value: Imported[K]
  readonly references?: readonly ImportReference[]
  /** The name that must be free. */
  readonly name?: NameInSpace & { readonly space: NameSpace; readonly id: string }
  /** What comes instead when the name is not free; absent: nothing. */
  readonly ifTaken?: { readonly name: string; readonly value: Imported[K] }
}

/** One noun of Keystone: its table, and how a row becomes an object of Muster. */
export type ImportNoun<K extends NounName> = SourceTable & {
  readonly noun: K
  /** The columns by which Muster finds the object of a row again; absent: the key. */
  readonly identity?: readonly string[]
  readonly related?: readonly RelatedPart[]
  /** The column with the row of the same table that must come first. */
  readonly parent?: string
  /** Whether the rows contain secrets that could be guessed from a digest. */
  readonly isSecret?: boolean
  /**
   * Undefined for a row that is no object of this noun, or that has ended.
   * @throws CannotCome with the reason
   */
  readonly read: (row: SourceRow, parts: Parts, at: Reading) => ReadRow<K> | undefined
}
