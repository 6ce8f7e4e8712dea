import type { SignedRequest } from '../oauth1/signed-request.ts'

/** A thing named by id, or by name. */
export type DomainRef = { readonly id?: string | undefined; readonly name?: string | undefined }
/** When both are given the name counts (keystone.md section 6.1). */
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

/** What somebody shows to get a token, in no face's words. */
export type SignInRequest = {
  /** In the order given, each once. */
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
        /** Id and secret as another reading of the same header has them. */
        readonly orElse?: { readonly id: string; readonly secret: string } | undefined
      }
    | undefined
  /** What was given to whoever lacked a factor: the factors that were proved before. */
  readonly receipt?: string | undefined
  /** The request itself, signed with an access token. */
  readonly oauth1?: SignedRequest | undefined
  /** A client's certificate as a proxy handed it on, and whose the client says it is. */
  readonly certificate?: { readonly text: string; readonly userId: string } | undefined
  /** Absent: the user's default project if it works, else unscoped. */
  readonly scope?: ScopeRequest | undefined
}
