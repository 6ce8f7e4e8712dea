/** A third-party program that users can authorise (keystone.md section 24, RFC 5849). */
export type Consumer = {
  readonly id: string
  readonly description: string | null
  /** Sealed rather than hashed, since HMAC needs the plain secret. */
  readonly sealedSecret: string
  readonly extra: Readonly<Record<string, unknown>>
  readonly createdAt: number
}

/** Requested by a consumer, authorised by a user, then exchanged once for an access token. */
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

/** Lets a consumer act with some roles of the authorising user on one project. */
export type AccessToken = {
  readonly id: string
  readonly sealedSecret: string
  readonly consumerId: string
  readonly authorizingUserId: string
  readonly projectId: string
  /** As authorised; implied roles are included at use. */
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
}
