import type { ReceiptCodec } from '../access/authentication/auth-receipt.ts'
import type { BearerReader } from '../access/authentication/bearer.ts'
import type { CredentialCache } from '../access/authentication/credential-cache.ts'
import type { AuthLimits } from '../access/authentication/limited-attempts.ts'
import type { SealedBlob } from '../access/credentials/credential-store.ts'
import type { SamlIssuer } from '../access/federation/saml/saml-issuer.ts'
import type { ServiceProviderReader } from '../access/federation/service-providers/service-provider-reader.ts'
import type { OpenIdClients } from '../access/federation/sign-in/openid-clients.ts'
import type { Certificates } from '../access/oauth2/client-certificate.ts'
import type { TokenCodec } from '../access/tokens/token.ts'
import type { TokenReader } from '../access/tokens/token-reader.ts'
import type { Directories } from '../directory/external/directories.ts'
import type { AccessHooks } from './access-hooks.ts'
import type { KeyPurpose, RingKey, SealedKey } from './keys/key-ring.ts'
import type { Outbound } from './outbound/outbound.ts'
import type { ServerReport } from './server/server-report.ts'
import type { Settings } from './settings.ts'

/** Password hashing: deliberately slow, with a bounded queue, off the event loop. */
export type Passwords = {
  /** Rejects with `resource_exhausted` when the queue is full. */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<PasswordMatch>
  /** Takes as long as a verification, for unknown users (T73). */
  verifyDummy(password: string): Promise<void>
  /** Whether passwords can be verified against the hash, at a bounded cost. */
  canVerify(hash: string): boolean
  /** The scheme and cost parameters of the hash: the text before its salt. Undefined where `canVerify` is false. */
  schemeOf(hash: string): string | undefined
  /**
   * Declares hashes, one of each scheme, that the directory holds or is about to import. Resolves once their cost is
   * measured. `complete`: there are no other schemes.
   */
  expect(hashes: readonly string[], complete: boolean): Promise<void>
  /** The minimum duration of a failed sign-in in milliseconds: that of the most expensive expected hash, with a margin. */
  failureSlot(): number
}

/** `renew`: the password matches, and its hash should be replaced by one with the current parameters. */
export type PasswordMatch = false | 'current' | 'renew'

/** Random secrets, distinguished by their prefix and stored as hashes only. */
export type Secrets = {
  make(prefix: string): string
  /** Whether the text has the form of a secret with this prefix; it need not be valid. */
  is(prefix: string, text: string): boolean
  hash(secret: string): string
  /** 128 random bits as 32 hex digits, for protocols that expect this form. */
  makeHex(): string
}

/** Generates keys and seals them at rest. */
export type Keys = {
  make(purpose: KeyPurpose): string
  seal(purpose: KeyPurpose): (key: RingKey) => SealedKey
  open(key: SealedKey): RingKey
}

/**
 * Generated secrets, which are too long to guess and therefore stored as fast keyed hashes. Secrets chosen by people use
 * `Passwords`.
 */
export type GeneratedSecrets = {
  /** 64 random bytes as 86 characters of base64url. */
  make(): string
  hash(secret: string): string
  /** Whether the stored hash was made by `hash`, not by `Passwords`. */
  isHash(stored: string): boolean
  /** Compares in constant time. */
  matches(secret: string, stored: string): boolean
}

type Bytes = string | Uint8Array

/** Digests for signatures of external protocols; text is encoded as UTF-8. */
export type Digests = {
  sha256(of: Bytes): Uint8Array
  hmacSha1(key: Bytes, of: Bytes): Uint8Array
  hmacSha256(key: Bytes, of: Bytes): Uint8Array
  /** Constant-time equality. */
  same(one: string, other: string): boolean
}

/** Recoverable secrets, sealed with their own key ring. A secret sealed for one id cannot be opened for another. */
export type Blobs = {
  /** Seals with the primary key of the ring. */
  seal(ring: readonly RingKey[], id: string, plain: string): SealedBlob
  /** Throws when the key is not in the ring or the text was altered. */
  open(ring: readonly RingKey[], id: string, sealed: SealedBlob): string
}

/** Short recoverable secrets, sealed with the master key. A secret sealed for one purpose cannot be opened for another. */
export type Sealing = {
  seal(purpose: string, plain: string): string
  /** Throws when the text was altered or sealed for another purpose. */
  open(purpose: string, sealed: string): string
}

/** Regular expressions from settings. */
export type Patterns = {
  /** Whether the text matches from its start; false when matching takes too long. */
  matches(pattern: string, text: string): boolean
}

/** A regular expression that is searched for in time linear in the length of the text. */
export type CompiledPattern = {
  /** The number of its instructions: a search takes at most this many steps per character. */
  readonly size: number
  isIn(text: string): boolean
}

/**
 * Compiles a regular expression in the syntax of Python, as mappings have it. Returns the problem, as the rest of a
 * sentence about the pattern, where there is no equivalent of linear time (lookaround, backreferences).
 */
export type CompilePattern = (pattern: string) => CompiledPattern | { readonly problem: string }

/** The ports without those that are built from them. */
export type BasePorts = {
  readonly access: AccessHooks
  /** Unix milliseconds of the clock shared by all nodes; monotonic. */
  readonly now: () => number
  /** At least the current `now` of every node, for dating revocation events. */
  readonly latest: () => number
  /** The wall-clock time in unix milliseconds, for protocols with timestamps of clients. May go back. */
  readonly wallTime: () => number
  /** Resolves when `now` has reached this time in unix milliseconds. */
  readonly waitUntil: (ms: number) => Promise<void>
  /** Yields to the event loop, for long computations. */
  readonly nextTurn: () => Promise<void>
  /** 32 lowercase hex digits. */
  readonly newId: () => string
  /** As `newId`, with ids in ascending order, for bulk inserts. */
  readonly nextId: () => string
  readonly passwords: Passwords
  readonly proofLimits: AuthLimits
  /** Logs a warning for the operator; `fields` must not contain secrets. */
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void
  readonly blobs: Blobs
  readonly certificates: Certificates
  readonly codec: TokenCodec
  readonly compilePattern: CompilePattern
  readonly digests: Digests
  readonly directories: Directories
  readonly generatedSecrets: GeneratedSecrets
  readonly credentialCache: CredentialCache
  readonly keys: Keys
  readonly openIdClients: OpenIdClients
  readonly outbound: Outbound
  readonly patterns: Patterns
  readonly receipts: ReceiptCodec
  /** Undefined when no key for assertions is configured. */
  readonly saml: SamlIssuer | undefined
  readonly sealing: Sealing
  readonly secrets: Secrets
  readonly server: ServerReport
  readonly serviceProviders: ServiceProviderReader
  readonly settings: Settings
  /** The public URL without a trailing slash; empty until the server listens. */
  readonly publicUrl: () => string
}

/** The ports that core needs, provided by the composition; tests provide their own clock and ids. */
export type Ports = BasePorts & {
  /** Authenticates bearer secrets of sessions and API keys. */
  readonly bearer: BearerReader
  readonly tokens: TokenReader
}
