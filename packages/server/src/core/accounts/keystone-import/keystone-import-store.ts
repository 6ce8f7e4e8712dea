import type { NameSpace } from '../../kernel/names/name-store.ts'
import type { Imported, NounName } from './imported.ts'

/** Objects that rows refer to by their id. */
export type Referable =
  | 'domain'
  | 'project'
  | 'user'
  | 'group'
  | 'role'
  | 'region'
  | 'service'
  | 'endpoint'
  | 'registered_limit'
  | 'policy'
  | 'endpoint_group'
  | 'access_rule'
  | 'trust'
  | 'consumer'
  | 'identity_provider'

export type NameInSpace = { readonly domainId: string | null; readonly name: string }

/** What an import brought: the key of the row at Keystone, and a digest of the row as it was. */
export type ImportedRow = { readonly key: string; readonly digest: string }

/** A value that was not written: its index, and the constraint as a sentence. */
export type KeptOut = { readonly index: number; readonly reason: string }

export type KeystoneImportStore = {
  /** The digests of those of the keys that an import brought. */
  digests(noun: NounName, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  record(noun: NounName, rows: readonly ImportedRow[]): Promise<void>
  /** All keys that imports brought and did not remove. */
  keys(noun: NounName): Promise<readonly string[]>
  /** Those of the ids that exist. */
  existing(kind: Referable, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** The ids of deleted users among these. */
  deletedUsers(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** The owner of each name, by `nameKey`, as names are compared. */
  owners(space: NameSpace, names: readonly NameInSpace[]): Promise<ReadonlyMap<string, string>>
  /** Inserts rows, or replaces those with the same key. Returns what a constraint kept out. */
  write<K extends NounName>(noun: K, values: readonly Imported[K][]): Promise<readonly KeptOut[]>
  /**
   * Removes what imports brought under these keys, with everything that belongs to it alone. Returns the keys of what stays,
   * because something that no import brought refers to it.
   */
  remove(noun: NounName, keys: readonly string[]): Promise<readonly string[]>
  /** Lets everything that refers to a global role refer to the other one, and deletes it with its implications. */
  replaceRole(id: string, by: string): Promise<void>
  /** Deletes a project with its assignments. */
  deleteProject(id: string): Promise<void>
  /** Deletes the identity services of Muster itself: those that no import brought and that only have its endpoints. */
  deleteOwnService(): Promise<number>
}
