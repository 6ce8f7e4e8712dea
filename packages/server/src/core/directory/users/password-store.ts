export type StoredPassword = {
  readonly userId: string
  /** PHC string. */
  readonly hash: string
  readonly createdAt: number
  readonly expiresAt: number | null
  /** Set by the user, not by an administrator. */
  readonly selfService: boolean
}

/** `sequence` tells a password from every other one there ever was; a fresh hash of it keeps the number. */
export type KeptPassword = StoredPassword & { readonly sequence: number }

export type PasswordStore = {
  current(userId: string): Promise<KeptPassword | undefined>
  /** The newest first, the current one included. */
  recent(userId: string, limit: number): Promise<readonly KeptPassword[]>
  /** Becomes the current one; also sets the user's `passwordExpiresAt`. */
  insert(password: StoredPassword): Promise<void>
  /** The same password under a newer hash. */
  replaceHash(userId: string, old: string, hash: string): Promise<void>
  /** Forgets all but the newest ones. */
  keepNewest(userId: string, keep: number): Promise<void>
  /**
   * The first hash after `after`, in the order of their bytes, that this version of the server would not write; with
   * that, one hash of each scheme is found without reading them all.
   */
  importedHash(after: string): Promise<string | undefined>
  deleteOfUser(userId: string): Promise<void>
}
