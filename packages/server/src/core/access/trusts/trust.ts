/**
 * Authority lent by one user (trustor) to another (trustee) on a project, with some of the trustor's roles
 * (keystone.md section 19). Never longer, never more than the trustor holds at every single use.
 */
export type Trust = {
  readonly id: string
  readonly trustorId: string
  readonly trusteeId: string
  /** Tokens speak as the trustor instead of as the trustee. */
  readonly impersonation: boolean
  readonly projectId: string | null
  /** As listed when it was made; what they imply comes along. */
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
  /** Tokens that may still be made; null: any number. */
  readonly remainingUses: number | null
  readonly allowRedelegation: boolean
  /** How many further trusts may follow one after another. */
  readonly redelegationCount: number
  readonly redelegatedTrustId: string | null
  readonly extra: Readonly<Record<string, unknown>>
  readonly createdAt: number
  readonly deletedAt: number | null
}
