/** A user of an identity provider by its id there. One such user is linked to exactly one user. */
export type FederatedKey = {
  readonly identityProviderId: string
  readonly protocolId: string
  /** Percent-encoded. */
  readonly uniqueId: string
}

/** The link of a user to a user of an identity provider. */
export type FederatedLink = FederatedKey & {
  readonly userId: string
  /** The name at the last sign-in. */
  readonly displayName: string
  /** Whether a sign-in created the user, which is deleted with its last link. */
  readonly shadow: boolean
  /** The groups of the last sign-in. */
  readonly groupIds: readonly string[]
}

/** Maximum number of links of one user. */
export const maxLinks = 100
