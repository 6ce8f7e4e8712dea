import type { AuthorizationChecks } from './openid-clients.ts'

/** How a request proves that the user signed in at the identity provider. */
export type FederatedProof =
  /** An access token of the provider. */
  | { readonly kind: 'access_token'; readonly token: string }
  /** The response of the provider to the browser. */
  | { readonly kind: 'code'; readonly responseUrl: string; readonly checks: AuthorizationChecks }
  /** Headers of a front server that authenticates users. */
  | {
      readonly kind: 'front_server'
      /** Whether the peer is a trusted proxy. */
      readonly trusted: boolean
      readonly secret: string | undefined
      /** Reads a header by its name in lower case. */
      readonly header: (name: string) => string | undefined
    }

export type FederatedSignIn = {
  readonly identityProviderId: string
  readonly protocolId: string
  /** Undefined: the request has none. */
  readonly proof: FederatedProof | undefined
}
