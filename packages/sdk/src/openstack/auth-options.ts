import type { ClientOptions } from '../transport/transport.ts'
import type { Interface } from './endpoints.ts'
import type { Ref } from './fields.ts'

/** A secret, or a function that fetches it for every authentication. */
export type Secret = string | (() => string | Promise<string>)

/** A domain by its id or its name. */
export type DomainRef = { readonly id: string } | { readonly name: string }

/** A user or project by its id, or by its name and domain. */
export type NameInDomain = { readonly id: string } | { readonly name: string; readonly domain: DomainRef }

export type PasswordAuth = {
  readonly type: 'password'
  readonly user: NameInDomain
  readonly password: Secret
}

export type TotpAuth = {
  readonly type: 'totp'
  /** By default the user of the other method, or of the receipt that is continued. */
  readonly user?: NameInDomain | undefined
  /** A code of 6 digits. A text is used once; with a function, the token can be renewed. */
  readonly passcode: Secret
}

/** A token of another authentication: exchanged for one with the scope, or used as it is without a scope. */
export type TokenAuth = { readonly type: 'token'; readonly token: Secret }

/** An application credential by its id, or by its name and user. It has a scope of its own. */
export type ApplicationCredentialAuth = {
  readonly type: 'applicationCredential'
  readonly secret: Secret
} & ({ readonly id: string } | { readonly name: string; readonly user: NameInDomain })

/**
 * The secret of an API key or a session of Muster, sent with each request in place of a token, as keystoneauth does with
 * `admin_token`. It has a scope of its own, and other services than Identity do not accept it.
 */
export type ApiKeyAuth = { readonly type: 'apiKey'; readonly secret: Secret }

/**
 * The session cookie of Muster, for pages of the same origin. It has the scope of the session, and other services than
 * Identity do not accept it.
 */
export type CookieAuth = { readonly type: 'cookie' }

export type AuthMethod = PasswordAuth | TotpAuth | TokenAuth | ApplicationCredentialAuth

/**
 * What the token is for. Without a scope, the server uses the default project of the user, or no scope.
 *
 * @example { project: { name: 'web', domain: { id: 'default' } } }
 * @example { system: 'all' }
 */
export type Scope =
  | 'unscoped'
  | { readonly project: string | NameInDomain }
  | { readonly domain: string | DomainRef }
  | { readonly system: 'all' }
  | { readonly trust: Ref }

export type ConnectionOptions = ClientOptions & {
  /** The address of Identity, with or without `/v3`. Credentials are sent to it. */
  readonly authUrl: string
  /** How to authenticate; several methods for multi-factor authentication. */
  readonly auth: AuthMethod | readonly AuthMethod[] | ApiKeyAuth | CookieAuth
  readonly scope?: Scope | undefined
  /** The region of endpoints; by default, the first endpoint of the catalog in any region. */
  readonly region?: string | undefined
  /** The interface of endpoints, `public` by default. */
  readonly interface?: Interface | undefined
  /**
   * Addresses by service type, used instead of the catalog: `{ identity: 'https://proxy.example/identity/v3' }`.
   * Requests to them carry the token.
   */
  readonly endpointOverrides?: Readonly<Record<string, string>> | undefined
}
