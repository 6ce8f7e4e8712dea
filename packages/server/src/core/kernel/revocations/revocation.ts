/**
 * A revocation event (keystone.md section 6.10). It revokes the tokens that match every defined attribute and were issued
 * at or before `issuedBefore`. `userId` matches the user of the token and the trustor and trustee of its trust;
 * `domainId` matches the domains of the user and of the scope.
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

/** The attributes of a token that revocation events can match. */
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
  /** Unix seconds: the newest matching `issuedBefore`, regardless of the token's issue time (T40). */
  newest(token: Revocable): Promise<number | undefined>
  /** Oldest first; `since` in unix milliseconds. */
  list(since: number | undefined): Promise<readonly Revocation[]>
  /** Deletes at most `limit` events revoked before that time (unix milliseconds). Returns the number deleted. */
  purgeExpired(revokedBefore: number, limit: number): Promise<number>
}
