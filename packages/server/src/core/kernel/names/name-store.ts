/** What has names that are unique in their domain; domains, and roles of no domain, are unique in all. */
export type NameSpace = 'user' | 'role' | 'group' | 'project' | 'domain'

/** Two things that had the same name before names had to differ in more than case. */
export type DuplicateName = {
  readonly space: NameSpace
  /** Null for domains and for roles of no domain. */
  readonly domainId: string | null
  /** As names are compared (`fold` of `core/kernel/text.ts`). */
  readonly folded: string
  /** Whose name it is: the ids, the one that had it first at the beginning. */
  readonly ownerIds: readonly string[]
}

export type NameStore = {
  /** The ids of those who have the name as names are compared. For users a claimed email is a name too. */
  owners(space: NameSpace, domainId: string | null, name: string): Promise<readonly string[]>
  /** Names that several have, as databases of earlier versions may hold them. At most `limit`. */
  duplicates(limit: number): Promise<readonly DuplicateName[]>
}
