/** A thing named by id, or by name. */
export type DomainRef = { readonly id?: string | undefined; readonly name?: string | undefined }
/** When both are given the name counts (keystone.md section 6.1). */
export type OwnedRef = { readonly id?: string | undefined; readonly name?: string | undefined; readonly domain?: DomainRef | undefined }

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
  readonly token?: { readonly id: string } | undefined
  readonly applicationCredential?:
    | { readonly id?: string | undefined; readonly name?: string | undefined; readonly user?: OwnedRef | undefined; readonly secret: string }
    | undefined
  /** Absent: the user's default project if it works, else unscoped. */
  readonly scope?: ScopeRequest | undefined
}
