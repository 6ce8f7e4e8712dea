import type { CatalogEntry } from '../../directory/catalog/catalog.ts'
import type { KnownCaller } from '../../kernel/caller.ts'
import type { AccessRule } from '../application-credentials/application-credential.ts'

/** Where a token says it has authority; whether it still has is asked at every validation. */
export type TokenScope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'project'; readonly projectId: string }

/** What a token carries: everything else is read live. Times are unix seconds. */
export type TokenPayload = {
  readonly userId: string
  readonly methods: readonly string[]
  readonly scope: TokenScope
  readonly issuedAt: number
  readonly expiresAt: number
  /** The token's own first; the first of its chain second, when that is another one. */
  readonly auditIds: readonly string[]
  readonly trustId?: string
  readonly applicationCredentialId?: string
  readonly accessTokenId?: string
  /** Of the client certificate that it was made with (RFC 8705): services take the token with that one alone. */
  readonly certificateThumbprint?: string
}

/** Seals facts into opaque text and back. `open` answers undefined for whatever no key of the ring has made. */
export type TokenCodec = {
  seal(facts: TokenPayload): string
  open(token: string): TokenPayload | undefined
  /** 22 characters of base64url: 16 random bytes. */
  newAuditId(): string
}

type Named = { readonly id: string; readonly name: string }

/** A delegation as its token shows it. */
export type DelegationView =
  | {
      readonly kind: 'trust'
      readonly id: string
      readonly impersonation: boolean
      readonly trustorId: string
      readonly trusteeId: string
    }
  | {
      readonly kind: 'application_credential'
      readonly id: string
      readonly name: string
      readonly restricted: boolean
      readonly accessRules: readonly AccessRule[] | null
    }
  | { readonly kind: 'oauth1'; readonly accessTokenId: string; readonly consumerId: string }

/** A valid token with everything that its owner and its validators may see. One object as long as nothing changes. */
export type TokenView = {
  readonly token: string
  readonly facts: TokenPayload
  /** Unix seconds: its own expiry, or that of what it was made with. */
  readonly validUntil: number
  /** Unix seconds: from then on it must be read anew, since one of its people may count as disabled. */
  readonly cacheExpiresAt: number
  readonly user: Named & { readonly domain: Named; readonly passwordExpiresAt: number | null }
  readonly scope:
    | { readonly kind: 'unscoped' }
    | { readonly kind: 'system' }
    | { readonly kind: 'domain'; readonly domain: Named }
    | { readonly kind: 'project'; readonly project: Named & { readonly domain: Named } }
  readonly roles: readonly Named[]
  /** What was lent to make it, if anything. */
  readonly delegated: DelegationView | undefined
  readonly catalog: readonly CatalogEntry[]
  readonly caller: KnownCaller
  /** What the journal must touch to make this view stale: see `kernel/events/event.ts`. */
  readonly dependsOn: readonly string[]
}
