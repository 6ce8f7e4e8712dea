/**
 * A ring of keys as Keystone's key repositories have it (keystone-fernet.md): the highest index is the
 * primary and seals; 0 is staged, already opens, and becomes primary at the next rotation; the rest only open.
 */
export type RingKey = { readonly index: number; readonly material: string }

const staged = 0

/** The order to try keys in: primary first. */
export const byPreference = (ring: readonly RingKey[]): readonly RingKey[] =>
  [...ring].sort((a, b) => b.index - a.index)

/** A ring of its own: a staged key and a primary. */
export const newRing = (makeKey: () => string): readonly RingKey[] => [
  { index: staged, material: makeKey() },
  { index: 1, material: makeKey() },
]

/**
 * The staged key becomes primary, a new one is staged, and the oldest beyond `maxActive` are forgotten. Nodes
 * that have not heard of it yet keep working: they know the new primary as their staged key.
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
