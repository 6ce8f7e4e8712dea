export type Scalar = string | number | boolean

/** `%` and `_` of a pattern as marks, everything else as the text it means. */
export type PatternPart = string | { readonly any: 'one' | 'many' }

/**
 * What rows must be like, as data: parsers and faces make it, stores translate it. Nothing is three-valued for
 * whoever writes one: a comparison with what is absent holds as little as its opposite, as in SQL.
 * `path` leads to a value inside of a column of JSON: a value of another type than the one compared with is absent.
 * `fold` ignores case; the values beside it are folded already (`core/kernel/text.ts`). Times are unix milliseconds.
 */
export type Condition<Key extends string> =
  /** All of none holds; any of none does not. */
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition<Key>[] }
  | { readonly kind: 'not'; readonly of: Condition<Key> }
  | {
      readonly kind: 'compare'
      readonly key: Key
      readonly op: 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte'
      readonly value: Scalar
      readonly fold?: boolean
      readonly path?: readonly string[]
    }
  | {
      readonly kind: 'among'
      readonly key: Key
      readonly values: readonly Scalar[]
      readonly fold?: boolean
    }
  | { readonly kind: 'between'; readonly key: Key; readonly low: Scalar; readonly high: Scalar }
  | {
      readonly kind: 'like'
      readonly key: Key
      readonly pattern: readonly PatternPart[]
      readonly fold: boolean
      readonly path?: readonly string[]
    }
  | { readonly kind: 'absent'; readonly key: Key; readonly path?: readonly string[] }

export const is = <Key extends string>(key: Key, value: Scalar): Condition<Key> => ({
  kind: 'compare',
  key,
  op: 'eq',
  value,
})

export const among = <Key extends string>(key: Key, values: readonly Scalar[]): Condition<Key> => ({
  kind: 'among',
  key,
  values,
})
