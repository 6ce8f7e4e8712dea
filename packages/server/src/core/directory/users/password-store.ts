export type StoredPassword = {
  readonly userId: string
  /** PHC string. */
  readonly hash: string
  readonly createdAt: number
  readonly expiresAt: number | null
  /** Set by the user, not by an administrator. */
  readonly selfService: boolean
}

/** `sequence` uniquely identifies a password; a new hash of the same password keeps it. */
export type PasswordRecord = StoredPassword & { readonly sequence: number }

export type PasswordStore = {
  current(userId: string): Promise<PasswordRecord | undefined>
  /** Newest first, including the current one. */
  recent(userId: string, limit: number): Promise<readonly PasswordRecord[]>
  /** Inserts the password as the current one and sets the user's `passwordExpiresAt`. */
  insert(password: StoredPassword): Promise<void>
  /** Replaces the hash of the same password. */
  replaceHash(userId: string, old: string, hash: string): Promise<void>
  /** Deletes all but the newest `keep` passwords. */
  keepNewest(userId: string, keep: number): Promise<void>
  /**
   * The first hash after `after`, in byte order, that this version of the server would not write. Repeated calls find one
   * hash of each scheme without reading all of them.
   */
  importedHash(after: string): Promise<string | undefined>
  deleteOfUser(userId: string): Promise<void>
}
