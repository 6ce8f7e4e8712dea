/**
 * A delegation of some of a trustor's roles on a project to a trustee (keystone.md section 19). At every use the trustor
 * must still hold the roles.
 */
export type Trust = {
  readonly id: string
  readonly trustorId: string
  readonly trusteeId: string
  /** Whether tokens act as the trustor instead of the trustee. */
  readonly impersonation: boolean
  readonly projectId: string | null
  /** As listed at creation; implied roles are included at use. */
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
  /** Tokens that can still be issued; null: unlimited. */
  readonly remainingUses: number | null
  readonly allowRedelegation: boolean
  /** How many times the trust can be redelegated in a row. */
  readonly redelegationCount: number
  readonly redelegatedTrustId: string | null
  readonly extra: Readonly<Record<string, unknown>>
  readonly createdAt: number
  readonly deletedAt: number | null
}

/** Whether no further token can be issued with the trust. */
export const isUsedUp = ({ remainingUses }: Pick<Trust, 'remainingUses'>): boolean => remainingUses === 0
