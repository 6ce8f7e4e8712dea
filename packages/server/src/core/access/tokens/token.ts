import type { CatalogEntry } from '../../directory/catalog/catalog.ts'
import type { Federation, KnownCaller } from '../../kernel/caller.ts'
import type { CacheKey } from '../../kernel/events/cache-key.ts'
import type { AccessRule } from '../application-credentials/application-credential.ts'
import type { ListedServiceProvider } from '../federation/service-providers/service-provider.ts'

/** The scope that a token carries; every validation checks its roles there. */
export type TokenScope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly domainId: string }
  | { readonly kind: 'project'; readonly projectId: string }

/** The content of a token; everything else is read at validation. Times are unix seconds. */
export type TokenPayload = {
  readonly userId: string
  readonly methods: readonly string[]
  readonly scope: TokenScope
  readonly issuedAt: number
  readonly expiresAt: number
  /** The token's own audit id, then that of the first token in its chain when it is a different one. */
  readonly auditIds: readonly string[]
  readonly trustId?: string
  readonly applicationCredentialId?: string
  readonly accessTokenId?: string
  /** The thumbprint of the client certificate it was issued for (RFC 8705): services accept the token only with that certificate. */
  readonly certificateThumbprint?: string
  /** Absent beside a delegation and for the system, which Keystone's tokens cannot combine with it. */
  readonly federation?: Federation
}

/** Encodes payloads as opaque text. `open` returns undefined for text that no key of the ring sealed. */
export type TokenCodec = {
  seal(payload: TokenPayload): string
  open(token: string): TokenPayload | undefined
  /** 22 characters of base64url: 16 random bytes. */
  newAuditId(): string
}

type Named = { readonly id: string; readonly name: string }

/** A delegation as shown in the token body. */
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

/** A valid token with everything that its user and its validators may see. Cached and shared: the same object until invalidated. */
export type TokenView = {
  readonly token: string
  readonly payload: TokenPayload
  /** Unix seconds: the earlier of its expiry and that of its delegation. */
  readonly expiresAt: number
  /** Unix seconds: from then on the view must be read again, since one of its users may count as disabled. */
  readonly cacheExpiresAt: number
  readonly user: Named & { readonly domain: Named; readonly passwordExpiresAt: number | null }
  readonly scope:
    | { readonly kind: 'unscoped' }
    | { readonly kind: 'system' }
    | { readonly kind: 'domain'; readonly domain: Named }
    | { readonly kind: 'project'; readonly project: Named & { readonly domain: Named } }
  readonly roles: readonly Named[]
  /** The delegation of the token, if any. */
  readonly delegated: DelegationView | undefined
  readonly catalog: readonly CatalogEntry[]
  /** The enabled ones. */
  readonly serviceProviders: readonly ListedServiceProvider[]
  readonly caller: KnownCaller
  /** The cache keys whose invalidation makes this view stale: see `kernel/events/event.ts`. */
  readonly dependsOn: readonly CacheKey[]
}
