/** Kinds of objects with unique names. Names are unique per domain; those of domains and global roles are unique overall. */
export type NameSpace = 'user' | 'role' | 'group' | 'project' | 'domain'

/** Objects with the same name except for case, created before uniqueness ignored case. */
export type DuplicateName = {
  readonly space: NameSpace
  /** Null for domains and global roles. */
  readonly domainId: string | null
  /** The case-folded name (`fold` in `core/kernel/text.ts`). */
  readonly folded: string
  /** The ids of the objects with the name, the oldest first. */
  readonly ownerIds: readonly string[]
}

export type NameStore = {
  /** The ids of the objects with the name, ignoring case. A claimed email counts as a user name too. */
  owners(space: NameSpace, domainId: string | null, name: string): Promise<readonly string[]>
  /** Names with more than one owner, from databases of earlier versions. At most `limit`. */
  duplicates(limit: number): Promise<readonly DuplicateName[]>
}
