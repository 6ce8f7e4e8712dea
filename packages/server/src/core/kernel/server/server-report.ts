import type { KeyPurpose } from '../keys/key-ring.ts'

/** A setting in force. `value` is absent where it is a secret, or says where one is. */
export type SettingReport = {
  readonly name: string
  readonly variable: string
  readonly about: string
  /** Undefined: unknown, for a server inside another program. */
  readonly source: 'default' | 'file' | 'environment' | undefined
  readonly hidden: boolean
  readonly isSet: boolean
  readonly value: string | undefined
}

/** What the composition knows about the running server. */
export type ServerReport = {
  readonly version: string
  /** Unix milliseconds. */
  readonly startedAt: number
  readonly database: 'sqlite' | 'postgres'
  readonly isDatabaseReady: () => Promise<boolean>
  /** The newest migration of the schema. */
  readonly migration: () => Promise<string | undefined>
  /** Whether this node has read the changes of the others. */
  readonly isChangeFeedFresh: () => boolean
  readonly mailTransport: 'smtp' | 'folder'
  /** The key rings in use. `repository`: its keys are in a folder of a Keystone, not in the store. */
  readonly keyRings: readonly { readonly purpose: KeyPurpose; readonly source: 'database' | 'repository' }[]
  readonly settings: readonly SettingReport[]
}
