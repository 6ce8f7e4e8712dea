/** A stored key, sealed with the master key. */
export type SealedKey = { readonly purpose: KeyPurpose; readonly index: number; readonly sealed: string }

export type KeyPurpose = 'tokens' | 'credentials' | 'receipts'

export type KeyStore = {
  list(purpose: KeyPurpose): Promise<readonly SealedKey[]>
  /** Rejects with `conflict` when the ring was replaced concurrently. */
  replace(purpose: KeyPurpose, keys: readonly SealedKey[]): Promise<void>
}
