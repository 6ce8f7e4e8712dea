/** Where the caller has authority; roles elsewhere are beyond it. */
export type Within =
  /** All domains and projects, but not roles on the system. */
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'project'; readonly projectId: string }
  | { readonly kind: 'nothing' }

export type BeyondQuery = {
  readonly within: Within
  /** Names of global roles that count as beyond on every scope, also by implication. */
  readonly roleNames: readonly string[]
  /** Unix milliseconds: decides which trusts are expired. */
  readonly now: number
}

export type AuthorityStore = {
  /**
   * The users who hold an assignment (direct, by group, inherited or implied) beyond `within`, or who are trustees of an
   * active trust beyond it. Stops at the first match of each user.
   */
  usersBeyond(userIds: readonly string[], query: BeyondQuery): Promise<ReadonlySet<string>>
  /** The same for the roles that members of a group hold through it. */
  groupBeyond(groupId: string, query: BeyondQuery): Promise<boolean>
}
