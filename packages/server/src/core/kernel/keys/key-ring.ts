/**
 * A key ring as in Keystone's key repositories (keystone-fernet.md). The highest index is the primary key, which seals.
 * Index 0 is the staged key, which already opens and becomes primary at the next rotation. All other keys only open.
 */
export type RingKey = { readonly index: number; readonly material: string }

const staged = 0

/** The order to try keys in: primary first. */
export const byPreference = (ring: readonly RingKey[]): readonly RingKey[] =>
  [...ring].sort((a, b) => b.index - a.index)

/** A new ring with a staged key and a primary key. */
export const newRing = (makeKey: () => string): readonly RingKey[] => [
  { index: staged, material: makeKey() },
  { index: 1, material: makeKey() },
]

/**
 * Promotes the staged key to primary, stages a new key and drops the oldest beyond `maxActive`. Nodes with the old ring
 * keep working, since they have the new primary as their staged key.
 */
export const rotateRing = (
  ring: readonly RingKey[],
  makeKey: () => string,
  maxActive: number,
): readonly RingKey[] => {
  const highest = Math.max(staged, ...ring.map((key) => key.index))
  const promoted = ring.map((key) => (key.index === staged ? { ...key, index: highest + 1 } : key))
  const kept = byPreference(promoted).slice(0, Math.max(1, maxActive - 1))
  return [...kept, { index: staged, material: makeKey() }]
}
/** A stored key, sealed with the master key. */
export type SealedKey = { readonly purpose: KeyPurpose; readonly index: number; readonly sealed: string }

/** `tokens`: Fernet keys; `token_signatures`: ES256 keys. */
export type KeyPurpose = 'tokens' | 'token_signatures' | 'credentials' | 'receipts'

export type KeyStore = {
  list(purpose: KeyPurpose): Promise<readonly SealedKey[]>
  /** Rejects with `conflict` when the ring was replaced concurrently. */
  replace(purpose: KeyPurpose, keys: readonly SealedKey[]): Promise<void>
}
