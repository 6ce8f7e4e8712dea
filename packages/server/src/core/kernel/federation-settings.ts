/** Settings of sign-ins at identity providers. */
export type FederationSettings = {
  /** The secret that a front server sends to prove itself; undefined: no front server. */
  readonly frontServerSecret: string | undefined
  /** The attribute with the name of the identity provider, unless the protocol has one. */
  readonly remoteIdAttribute: string | undefined
  /** Minutes that group memberships stay valid after a sign-in, unless the identity provider sets it; 0: not stored. */
  readonly defaultAuthorizationTtl: number
  /** URLs that web single sign-on may send a token to; compared exactly. */
  readonly trustedDashboards: readonly string[]
}

export const defaultFederation: FederationSettings = {
  frontServerSecret: undefined,
  remoteIdAttribute: undefined,
  defaultAuthorizationTtl: 0,
  trustedDashboards: [],
}
