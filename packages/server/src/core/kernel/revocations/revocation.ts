/**
 * A mark that ends tokens: every attribute that is set must match, and the token must have been issued at or
 * before `issuedBefore` (keystone.md section 6.10). `userId` matches the user of the token and the trustor and
 * trustee of its trust; `domainId` the user's domain and the scope's.
 */
export type Revocation = {
  readonly userId?: string | undefined
  readonly projectId?: string | undefined
  readonly domainId?: string | undefined
  readonly roleId?: string | undefined
  readonly trustId?: string | undefined
  readonly consumerId?: string | undefined
  readonly accessTokenId?: string | undefined
  readonly auditId?: string | undefined
  readonly auditChainId?: string | undefined
  readonly expiresAt?: number | undefined
  /** Unix seconds. */
  readonly issuedBefore: number
  /** Unix milliseconds. */
  readonly revokedAt: number
}

/** The attributes of one token that a revocation can name. */
export type Revocable = {
  readonly userIds: readonly string[]
  readonly projectId?: string | undefined
  readonly domainIds: readonly string[]
  readonly trustId?: string | undefined
  readonly consumerId?: string | undefined
  readonly accessTokenId?: string | undefined
  readonly auditId: string
  readonly auditChainId: string
}

export type RevocationStore = {
  insert(revocation: Revocation): Promise<void>
  /** Unix seconds: the newest `issuedBefore` that matches, whatever the token's own issue time (T40). */
  newest(token: Revocable): Promise<number | undefined>
  /** Oldest first; `since` in unix milliseconds. */
  list(since: number | undefined): Promise<readonly Revocation[]>
  /** Deletes at most `limit` of those that no valid token can match any more. Answers how many. */
  sweep(revokedBefore: number, limit: number): Promise<number>
}
