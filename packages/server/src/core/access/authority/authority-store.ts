/** Where the caller itself has authority: everything else is beyond it. */
export type Within =
  /** All domains and projects, but not the system's own roles. */
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'project'; readonly projectId: string }
  | { readonly kind: 'nothing' }

export type BeyondQuery = {
  readonly within: Within
  /** Names of global roles that reach beyond wherever they are held, also by implication. */
  readonly roleNames: readonly string[]
  /** Unix milliseconds: decides which trusts still count. */
  readonly now: number
}

export type AuthorityStore = {
  /**
   * Those of the users who hold an assignment (direct, by group, inherited or implied) or are trustee of a living
   * trust beyond that. Stops at the first of each user.
   */
  usersBeyond(userIds: readonly string[], query: BeyondQuery): Promise<ReadonlySet<string>>
  /** The same of what members of a group hold through it. */
  groupBeyond(groupId: string, query: BeyondQuery): Promise<boolean>
}
