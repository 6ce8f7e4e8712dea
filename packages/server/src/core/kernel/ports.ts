import type { ReceiptCodec } from '../access/authentication/auth-receipt.ts'
import type { BearerReader } from '../access/authentication/bearer.ts'
import type { CredentialCache } from '../access/authentication/credential-cache.ts'
import type { ProofLimits } from '../access/authentication/limited-attempts.ts'
import type { SealedBlob } from '../access/credentials/credential-store.ts'
import type { Certificates } from '../access/oauth2/client-certificate.ts'
import type { TokenCodec } from '../access/tokens/token.ts'
import type { TokenReader } from '../access/tokens/token-reader.ts'
import type { AccessHooks } from './access-hooks.ts'
import type { RingKey } from './keys/key-ring.ts'
import type { KeyPurpose, SealedKey } from './keys/key-store.ts'
import type { Outbound } from './outbound/outbound.ts'
import type { Settings } from './settings.ts'

/** Password hashing, slow on purpose; bounded and off the event loop. */
export type Passwords = {
  /** Rejects with `resource_exhausted` when too many hashes already wait. */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<PasswordMatch>
  /** Takes as long as a verification, for users that do not exist (T73). */
  verifyDummy(password: string): Promise<void>
  /** Whether a password could ever be checked against it, and at a price that no import can drive up. */
  canVerify(hash: string): boolean
  /** What the hash costs: its scheme and parameters, the text before its salt. Undefined where `canVerify` is false. */
  schemeOf(hash: string): string | undefined
  /**
   * Declares hashes that the directory holds or is about to hold, one of each scheme, and resolves once their cost is
   * known. `complete`: there are no others.
   */
  expect(hashes: readonly string[], complete: boolean): Promise<void>
  /** Milliseconds that a failed sign-in takes at least: what the most expensive expected hash takes, with a margin. */
  failureSlot(): number
}

/** `renew`: the password is right and its hash should be replaced by a new one. */
export type PasswordMatch = false | 'current' | 'renew'

/** Random reference secrets, told apart by their prefix and kept only as hashes. */
export type Secrets = {
  make(prefix: string): string
  /** Whether the text can be one of ours at all; says nothing about whether it is in force. */
  is(prefix: string, text: string): boolean
  hash(secret: string): string
  /** 128 random bits as 32 hex digits, where clients know keys in no other form. */
  makeHex(): string
}

/** Making keys, and keeping them sealed at rest. */
export type Keys = {
  make(): string
  seal(purpose: KeyPurpose): (key: RingKey) => SealedKey
  open(key: SealedKey): RingKey
}

/**
 * Secrets that we made and that are too long to guess, so that a quick keyed hash keeps them and checks them.
 * What a person chose is a matter of `Passwords`.
 */
export type GeneratedSecrets = {
  /** 64 random bytes as 86 characters of base64url. */
  make(): string
  hash(secret: string): string
  /** Whether `hash` made this, and not `Passwords`. */
  isHash(stored: string): boolean
  /** In a time that tells nothing about either. */
  matches(secret: string, stored: string): boolean
}

type Bytes = string | Uint8Array

/** Digests that signatures of others are made of; text counts as UTF-8. */
export type Digests = {
  sha256(of: Bytes): Uint8Array
  hmacSha1(key: Bytes, of: Bytes): Uint8Array
  hmacSha256(key: Bytes, of: Bytes): Uint8Array
  /** Equality in a time that tells nothing about either. */
  same(one: string, other: string): boolean
}

/** Secrets that must be read again, sealed under a ring of their own; one sealed for one id opens for no other. */
export type Blobs = {
  /** With the primary key of the ring. */
  seal(ring: readonly RingKey[], id: string, plain: string): SealedBlob
  /** Throws when its key is not in the ring, or when it was altered. */
  open(ring: readonly RingKey[], id: string, sealed: SealedBlob): string
}

/** Short secrets that must be read again, under the master key; one sealed for one purpose opens for no other. */
export type Sealing = {
  seal(purpose: string, plain: string): string
  /** Throws when it was altered, or sealed for another purpose. */
  open(purpose: string, sealed: string): string
}

/** Regular expressions that an operator wrote. */
export type Patterns = {
  /** Whether the text matches from its beginning; false as well where finding out takes too long. */
  matches(pattern: string, text: string): boolean
}

/** What core needs of the world, given by wiring; tests give their own clock and ids. */
export type Ports = {
  readonly access: AccessHooks
  /** Unix milliseconds of the clock that all nodes share; never goes back. */
  readonly now: () => number
  /** At least `now` of every node at this moment: for dating the end of what others may be dating. */
  readonly latest: () => number
  /** The time of day in unix milliseconds, for protocols whose other side reads a clock of its own. May go back. */
  readonly wallTime: () => number
  /** Resolves when `now` is at least this many unix milliseconds. */
  readonly waitUntil: (ms: number) => Promise<void>
  /** Resolves after other requests had their turn: for long computations. */
  readonly nextTurn: () => Promise<void>
  /** 32 lowercase hex digits. */
  readonly newId: () => string
  /** The same, sorting behind all that it made before: for many rows made one after another. */
  readonly nextId: () => string
  readonly passwords: Passwords
  readonly proofLimits: ProofLimits
  /** Sessions and API keys, as APIs that take one opaque secret read them. */
  readonly bearer: BearerReader
  /** Writes a warning for the operator; `fields` never hold a secret. */
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void
  readonly blobs: Blobs
  readonly certificates: Certificates
  readonly codec: TokenCodec
  readonly digests: Digests
  readonly generatedSecrets: GeneratedSecrets
  readonly standing: CredentialCache
  readonly tokens: TokenReader
  readonly keys: Keys
  readonly outbound: Outbound
  readonly patterns: Patterns
  readonly receipts: ReceiptCodec
  readonly sealing: Sealing
  readonly secrets: Secrets
  readonly settings: Settings
}
