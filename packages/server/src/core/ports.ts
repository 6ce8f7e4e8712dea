import type { RingKey } from './keys/key-ring.ts'
import type { KeyPurpose, SealedKey } from './keys/key-store.ts'
import type { Settings } from './settings.ts'
import type { TokenCodec } from './tokens/token.ts'
import type { TokenReader } from './tokens/token-reader.ts'

/** Password hashing, slow on purpose; bounded and off the event loop. */
export type Passwords = {
  /** Refuses `too_many` when too many hashes already wait. */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
  /** Takes as long as a verification, for users that do not exist (T73). */
  verifyNothing(password: string): Promise<void>
  needsRehash(hash: string): boolean
}

/** Random reference secrets, told apart by their prefix and kept only as hashes. */
export type Secrets = {
  make(prefix: string): string
  /** Whether the text can be one of ours at all; says nothing about whether it is in force. */
  is(prefix: string, text: string): boolean
  hash(secret: string): string
}

/** Making keys, and keeping them sealed at rest. */
export type Keys = {
  make(): string
  seal(purpose: KeyPurpose): (key: RingKey) => SealedKey
  open(key: SealedKey): RingKey
}

/** What core needs of the world, given by wiring; tests give their own clock and ids. */
export type Ports = {
  /** Unix milliseconds. */
  readonly now: () => number
  /** 32 lowercase hex digits. */
  readonly newId: () => string
  readonly passwords: Passwords
  readonly codec: TokenCodec
  readonly tokens: TokenReader
  readonly keys: Keys
  readonly secrets: Secrets
  readonly settings: Settings
}
