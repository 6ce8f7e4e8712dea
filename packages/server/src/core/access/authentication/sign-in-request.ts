import type { FederatedUser } from '../federation/sign-in/admit-federated-user.ts'
import type { SignedRequest } from '../oauth1/signed-request.ts'

/** A domain by id or by name. */
export type DomainRef = { readonly id?: string | undefined; readonly name?: string | undefined }
/** A user or project. The name takes precedence over the id (keystone.md section 6.1). */
export type OwnedRef = {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly domain?: DomainRef | undefined
}

export type ScopeRequest =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domain: DomainRef }
  | { readonly kind: 'project'; readonly project: OwnedRef }
  | { readonly kind: 'trust'; readonly trustId: string }

/** A request for a token, independent of the API. */
export type SignInRequest = {
  /** In the order of the request, without repeats. */
  readonly methods: readonly string[]
  readonly password?: { readonly user: OwnedRef; readonly password: string } | undefined
  readonly totp?: { readonly user: OwnedRef; readonly passcode: string } | undefined
  readonly token?: { readonly id: string } | undefined
  readonly applicationCredential?:
    | {
        readonly id?: string | undefined
        readonly name?: string | undefined
        readonly user?: OwnedRef | undefined
        readonly secret: string
        /** An alternative reading of the same header. */
        readonly orElse?: { readonly id: string; readonly secret: string } | undefined
      }
    | undefined
  /** The receipt of an unfinished multi-factor sign-in. */
  readonly receipt?: string | undefined
  /** The request itself, signed with an access token. */
  readonly oauth1?: SignedRequest | undefined
  /** A client certificate as a proxy forwarded it, and the user that the client claims to be. */
  readonly certificate?: { readonly text: string; readonly userId: string } | undefined
  /** A user that an identity provider has authenticated; only `admitFederatedUser` makes it. */
  readonly federated?: FederatedUser | undefined
  /** Absent: the user's default project if it is usable, else unscoped. */
  readonly scope?: ScopeRequest | undefined
}
