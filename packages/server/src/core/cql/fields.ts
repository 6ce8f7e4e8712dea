import type { Condition } from '../finding/condition.ts'

/**
 * What a filter may name, by the name that clients know it by. `number` is a whole number, `time` a moment,
 * given as text. A `choice` has words of its own, each of which stands for a condition.
 */
export type CqlField<Key extends string> =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'time'; readonly key: Key }
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, Condition<Key>>> }

export type CqlFields<Key extends string> = Readonly<Record<string, CqlField<Key>>>
