/** How an identity provider authenticates users, and the mapping of its assertions. */
export type FederationProtocol = {
  /** `saml2`, `openid`, `mapped` and the like. Unique within its identity provider. */
  readonly id: string
  readonly identityProviderId: string
  /** The mapping may have been deleted; then no sign-in succeeds. */
  readonly mappingId: string
  /** The attribute of assertions that contains the remote id; null: the default of the server. */
  readonly remoteIdAttribute: string | null
}
