/** A program of somebody else's that users may authorise (keystone.md section 24, RFC 5849). */
export type Consumer = {
  readonly id: string
  readonly description: string | null
  /** HMAC-SHA1 needs the secret itself, so it is sealed and not hashed. */
  readonly sealedSecret: string
  readonly extra: Readonly<Record<string, unknown>>
  readonly createdAt: number
}

/** Asked for by a consumer, authorised by a user, then exchanged once for an access token. */
export type RequestToken = {
  readonly id: string
  readonly sealedSecret: string
  readonly consumerId: string
  readonly projectId: string
  /** Set by the authorisation. */
  readonly authorizingUserId: string | null
  readonly verifier: string | null
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
}

/** What a consumer acts with: some roles of the user who authorised it, on one project. */
export type AccessToken = {
  readonly id: string
  readonly sealedSecret: string
  readonly consumerId: string
  readonly authorizingUserId: string
  readonly projectId: string
  /** As authorised; what they imply comes along. */
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
}
